import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { createEnvironment } from '../../../src/gateway/environment.js';
import type { Running } from '../../../src/gateway/index.js';
import { judge, parseRawRequest, type RawRequest } from '../../../src/replay/index.js';
import { TempFolder } from '../../support/folder.js';
import { compileRules } from '../../support/offline.js';
import { ROOT } from '../../support/process.js';

const CORPUS = join(ROOT, '../shared/corpus/requests');
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RUNS = 400;

/** What both engines must agree on: verdict, score, and every match with its rule, variable and value. */
async function answer(running: Running, request: RawRequest, isPlain: boolean): Promise<unknown> {
  const environment = createEnvironment(() => running, 3600);
  const { verdict, transaction } = await judge(request, { running, environment, isPlain });
  const matches = transaction.matches.filter(({ target }) => !target.startsWith('UNIQUE_ID'));
  return { verdict, score: transaction.score, matches };
}

const pieces = fc.constantFrom(
  ...[
    "' or 1=1--",
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '%2e%2e/',
    'union select',
    '$(id)',
    '{{7*7}}',
  ],
  ...[
    '$\u007bjndi:ldap://x}',
    '\xff',
    '\0',
    'caf\xc3\xa9',
    'SELECT',
    '&lt;',
    '\\x3c',
    'a',
    ' ',
    '/',
    '=',
    ';',
    '"',
    '%00',
  ],
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map(parts => parts.join('')),
  fc.string({ maxLength: 40 }),
);

t.test('the filtered engine and the plain one agree on generated requests', async t => {
  const running = compileRules(new TempFolder(t), [join(ROOT, 'rules/*.conf')], 'mode: detect, paranoia: 4');
  t.comment(`seed ${SEED}`);
  await fc.assert(
    fc.asyncProperty(text, text, text, async (query, cookie, body) => {
      const latin = (value: string): string => encodeURIComponent(value).slice(0, 400);
      const raw = Buffer.from(
        `POST /p/${latin(query)}?q=${latin(query)} HTTP/1.1\r\nHost: a.example\r\nCookie: c=${latin(cookie)}\r\n` +
          `Content-Type: application/x-www-form-urlencoded\r\n\r\nb=${body}`,
        'latin1',
      );
      const request = parseRawRequest(raw);
      t.same(await answer(running, request, false), await answer(running, request, true));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

t.test(
  '… and on captured requests',
  { skip: existsSync(CORPUS) ? false : 'needs ../shared/corpus/requests' },
  async t => {
    const running = compileRules(
      new TempFolder(t),
      [join(ROOT, 'rules/*.conf')],
      'mode: detect, paranoia: 4',
    );
    let compared = 0;
    for (const kind of ['attack', 'benign']) {
      for (const name of readdirSync(join(CORPUS, kind)).slice(0, 300)) {
        const request = parseRawRequest(readFileSync(join(CORPUS, kind, name)));
        const [filtered, plain] = [
          await answer(running, request, false),
          await answer(running, request, true),
        ];
        if (JSON.stringify(filtered) !== JSON.stringify(plain)) t.same(filtered, plain, name);
        compared++;
      }
    }
    t.ok(compared > 400, `${compared} requests compared`);
  },
);
