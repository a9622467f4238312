import { LoadConnection, type Round } from './connection.js';
import { WORKLOADS } from './requests.js';
import { realValues } from './words.js';

/** What to send; comes as a message from the parent process. */
export interface LoadOrder {
  readonly port: number;
  readonly workload: string;
  readonly count: number;
  readonly connections: number;
  readonly seed: number;
}

/** What came of it; goes back as a message. */
export interface LoadReport {
  /** Number of answers by status. */
  readonly statuses: Record<string, number>;
  readonly milliseconds: number;
  readonly error: string | null;
}

/** Usage: load FOLDER_OF_CAPTURED_REQUESTS, with an IPC channel. Sends nothing by itself. */
const values = realValues(process.argv[2] ?? '');
const open = new Map<number, LoadConnection[]>();

process.on('message', (order: LoadOrder) => run(order));

function connectionsTo(port: number, count: number): LoadConnection[] {
  let connections = open.get(port);
  if (connections?.length !== count) {
    connections = Array.from({ length: count }, () => new LoadConnection(port));
    open.set(port, connections);
  }
  return connections;
}

function run({ port, workload, count, connections, seed }: LoadOrder): void {
  const requests = WORKLOADS[workload].make(count, seed, values);
  const statuses: Record<string, number> = {};
  let sent = 0;
  let busy = connections;
  let error: string | null = null;
  const started = performance.now();
  const round: Round = {
    next: () => (sent >= count || error !== null ? null : requests[sent++ % requests.length]),
    answered: status => {
      statuses[status] = (statuses[status] ?? 0) + 1;
    },
    done: cause => {
      if (cause !== null) error ??= cause.message;
      if (--busy > 0) return;
      const report: LoadReport = { statuses, milliseconds: performance.now() - started, error };
      process.send?.(report);
    },
  };
  process.send?.('sending');
  for (const connection of connectionsTo(port, connections)) connection.start(round);
}
