import { z } from 'zod';
import { map, off } from './scalar.js';
import { duration, MIB, size } from './units.js';

const CONNECTIONS = 'a number from 1 to 1000000, or off';
const COUNT = 'a number from 1 to 10000';

/** Limits that are applied before a site is known. Output: bytes and milliseconds. */
export const limits = map({
  headBytes: size(MIB)
    .prefault('64KiB')
    .describe(
      'Largest request head (request line and headers together). Over it: 431. Default: 64KiB; at most 1MiB.',
    ),
  headerCount: z
    .int({ error: COUNT })
    .min(1, { error: COUNT })
    .max(10_000, { error: COUNT })
    .prefault(200)
    .describe('Most header fields in a request. Over it: 431. Default: 200.'),
  uriLength: size(MIB)
    .prefault('16KiB')
    .describe('Longest request target, in bytes. Over it: 414. Default: 16KiB.'),
  headTimeout: duration
    .prefault('20s')
    .describe(
      'From the first byte of a request to the end of its head. Default: 20s. Danger: long ones invite slowloris.',
    ),
  bodyTimeout: duration
    .prefault('60s')
    .describe(
      'Longest wait for the next piece of a request body that is inspected. An upload that takes longer as a whole must ' +
        'have brought 16 kB for each second beyond it. Over either: 408. A body that is not inspected may pause for 60s. ' +
        'Default: 60s.',
    ),
  idleTimeout: duration.prefault('75s').describe('A connection kept alive without a request. Default: 75s.'),
  connectionsPerAddress: z
    .union(
      [
        off,
        z.int({ error: CONNECTIONS }).min(1, { error: CONNECTIONS }).max(1_000_000, { error: CONNECTIONS }),
      ],
      {
        error: CONNECTIONS,
      },
    )
    .prefault('off')
    .transform(written => (written === 'off' ? null : written))
    .describe(
      'Connections that one address (of IPv6 a /64) may have open with one worker; more are closed at once. Trusted proxies are ' +
        'not counted. Default: off. Danger: many people share an address behind a company or a mobile network.',
    ),
  maxBufferedBytes: size(1024 * 1024 * MIB)
    .prefault('512MiB')
    .describe(
      'Request bodies held for inspection at one time, all requests of a worker together. Over it: 503. Default: 512MiB. ' +
        'Danger: more than the memory there is ends the worker.',
    ),
  inspectionTime: duration
    .prefault('500ms')
    .describe(
      'Processor time that the rules may take for one request, whatever its size. An ordinary request takes less than 1ms. Over ' +
        'it, `onFault` of the site decides. Default: 500ms. Danger: a short one refuses what it should inspect, above all in the first ' +
        'seconds of a worker, when the same request takes five times as long.',
    ),
  inspectionTimePerMebibyte: duration
    .prefault('1s')
    .describe(
      'More processor time for each mebibyte of head and bodies. Default: 1s. Text takes up to half of it.',
    ),
});
