import { z } from 'zod';
import { siteGate } from './gate.js';
import { map, off } from './scalar.js';

const file = z.string({ error: 'the path of a file' }).min(1, { error: 'the path of a file' });

/** Where the program keeps what it must not forget. */
export const state = map({
  folder: z
    .union([off, file], { error: 'the path of a folder, or off' })
    .optional()
    .describe(
      'Folder (mode 0700) for what must outlive the process: bans, copies of feeds, the last good version of each site of a ' +
        'folder; and for the local socket of `sekisho ban`, `open` and `gate`. Relative paths start at the folder of this file. ' +
        'Default: what systemd names in STATE_DIRECTORY, else sekisho-state. `off`: nothing is kept, and there is no socket.',
    ),
  socket: z
    .union([off, file], { error: 'the path of a Unix socket, or off' })
    .optional()
    .describe(
      'The local socket. Whoever may write to it (mode 0600) may ban and let in. Default: control.sock in the folder.',
    ),
});

/** The admin listener. */
export const admin = map({
  gate: siteGate
    .optional()
    .describe(
      'Who may reach the admin listener, by address and country, as for sites; X-Forwarded-For is not read. Default: everyone.',
    ),
  token: file
    .optional()
    .describe(
      'File of mode 0600 whose only line is the bearer token of the admin API, at least 16 characters. Default: none, and ' +
        'the API answers on the local socket alone.',
    ),
});
