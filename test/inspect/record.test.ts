import t from 'tap';
import { createEnvironment } from '../../src/gateway/environment.js';
import { judge, parseRawRequest } from '../../src/replay/index.js';
import { TempFolder } from '../support/folder.js';
import { compileRules } from '../support/offline.js';

t.test('a flood of matches does not hide the rule that blocks', async t => {
  const folder = new TempFolder(t);
  const noisy = Array.from(
    { length: 60 },
    (_, i) => `SecRule ARGS "@contains x" "id:${i + 1},phase:2,pass,log"\n`,
  ).join('');
  const last = 'SecRule ARGS "@contains x" "id:999,phase:2,deny,log"\n';
  const running = compileRules(folder, [folder.write('r/a.conf', noisy + last)]);
  const query = Array.from({ length: 50 }, (_, i) => `a${i}=x`).join('&');
  const { transaction } = await judge(
    parseRawRequest(Buffer.from(`GET /?${query} HTTP/1.1\r\nHost: h\r\n\r\n`)),
    {
      running,
      environment: createEnvironment(() => running, 3600),
    },
  );
  const ids = transaction.matches.map(({ id }) => id);
  t.equal(new Set(ids).size, 61, 'every rule is there once');
  t.ok(ids.includes(999));
  t.ok(ids.length <= 270, `${ids.length} matches are kept of ${61 * 50}`);
  t.ok(ids.filter(id => id === 1).length <= 8);
});
