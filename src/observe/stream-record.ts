import { milliseconds } from './access.js';
import { quote } from './text.js';

/** One connection of a raw TCP stream, as logs and metrics know it. Times in milliseconds, sizes in bytes. */
export interface StreamEntry {
  readonly stream: string;
  readonly client: string;
  readonly port: number;
  /** From a closed set. */
  readonly outcome: string;
  readonly reason: string | null;
  readonly by: string | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly startedAt: number;
  readonly duration: number;
}

/** Its line in the access log (json), without the newline. The combined format has no place for streams. */
export function streamLine(entry: StreamEntry): string {
  return `{"level":30,"time":${entry.startedAt},"msg":"stream",${members(entry)}}`;
}

/** Its line in the audit log, when the gate refused it. */
export function streamAuditLine(entry: StreamEntry): string {
  return `{"time":"${new Date(entry.startedAt).toISOString()}","event":"stream",${members(entry)}}`;
}

function members({
  stream,
  client,
  port,
  outcome,
  reason,
  by,
  bytesIn,
  bytesOut,
  duration,
}: StreamEntry): string {
  let json = `"stream":${quote(stream)},"client":${quote(client)},"port":${port},"outcome":"${outcome}"`;
  if (reason !== null) json += `,"reason":${quote(reason)}`;
  if (by !== null) json += `,"by":${quote(by)}`;
  return `${json},"bytesIn":${bytesIn},"bytesOut":${bytesOut},"duration":${milliseconds(duration)}`;
}
