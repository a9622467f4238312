/** sqlmap against a page that is open to injection, without the gateway and behind it; all tamper scripts: `npm run soak -- sqlmap`. */
import { join } from 'node:path';
import t from 'tap';
import { TestGateway } from '../support/gateway.js';
import { ROOT } from '../support/process.js';
import { needs } from '../support/programs.js';
import { attack, DISGUISE, startShop } from './sqlmap/attack.js';

const RULES = `Include ${join(ROOT, 'rules/*.conf')}\n`;

t.setTimeout(600_000);

t.test('sqlmap', { ...needs('sqlmap') }, async t => {
  const shop = await startShop(t);
  const bare = await attack(t, `${shop}/item?id=1`, ['--technique=B']);
  t.equal(bare.isFound, true, 'the page is open to it');
  const gateway = await TestGateway.start(t, { upstream: shop, rules: RULES });
  const url = `http://127.0.0.1:${gateway.port}/item?id=1`;
  for (const options of [
    [],
    [DISGUISE, '--tamper=between'],
    [DISGUISE, '--tamper=space2comment,randomcase'],
    [DISGUISE, '--tamper=charencode', '--technique=B'],
  ]) {
    const { isFound, refused, output } = await attack(t, url, options);
    t.equal(
      isFound,
      false,
      `nothing behind the gateway: ${options.join(' ')}${isFound ? output.slice(-3000) : ''}`,
    );
    t.ok(refused > 5, `${refused} requests were refused`);
  }
});
