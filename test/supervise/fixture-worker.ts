import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageBus } from '../../src/core/index.js';
import { counter } from '../../src/observe/metrics/site-counters.js';
import { WorkerSide } from '../../src/supervise/index.js';

/*
 * A worker that serves nothing: each says hello to the others, and counts what it heard. `DIES_AT` in the environment names
 * the slot of one that ends before it is ready.
 */
let heard = 0;
let hellos = 0;
let bus: MessageBus | null = null;

process.on('SIGUSR1', () =>
  bus?.broadcast('hello', { from: process.pid, at: Number.NaN, map: new Map([[1, 'one']]) }),
);

new WorkerSide({
  async start(order, _handles, place) {
    bus = place.bus;
    if (process.env.DIES_AT === String(order.slot)) process.exit(3);
    place.bus.onMessage('hello', payload => {
      const { at, map } = payload as { at: number; map: Map<number, string> };
      if (Number.isNaN(at) && map.get(1) === 'one') heard++;
    });
    place.bus.onMessage('never', () => {
      hellos++;
    });
    await sleep(1);
    return { listen: [], sites: place.leads ? 1 : 0, rules: place.count, fingerprint: '' };
  },
  reload: async () => ({ ok: true, fingerprint: '' }),
  reopenLogs: () => {},
  admits: () => ({ admits: true, isGated: false }),
  token: () => null,
  control: () => null,
  metrics: async () => [
    counter('sekisho_heard_total', 'Greetings heard.', [['sekisho_heard_total', heard]]),
    counter('sekisho_never_total', 'Heard under another topic.', [['sekisho_never_total', hellos]]),
    // More than one message holds.
    counter(
      'sekisho_many_total',
      'Many series.',
      Array.from({ length: 5_001 }, (_, i) => [`sekisho_many_total{n="${i}"}`, i] as const),
    ),
  ],
  drain: () => process.exit(0),
});
