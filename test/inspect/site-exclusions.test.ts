import t, { type Test } from 'tap';
import { createEnvironment } from '../../src/gateway/environment.js';
import { judge, parseRawRequest } from '../../src/replay/index.js';
import { TempFolder } from '../support/folder.js';
import { compileRules } from '../support/offline.js';

const RULES = `SecRule ARGS|REQUEST_COOKIES "@contains attack" "id:1,phase:2,pass,log"
SecRule ARGS_NAMES "@contains attack" "id:2,phase:2,pass,log"
SecRule ARGS "@contains attack" "id:3,phase:2,pass,log,chain"
  SecRule ARGS:b "@contains x"
`;

/** Ids of the rules that match a target of a GET request under a site's exclusions. */
async function idsOf(t: Test, exclude: string, target: string, cookie = ''): Promise<number[]> {
  const folder = new TempFolder(t);
  const running = compileRules(
    folder,
    [folder.write('r/a.conf', RULES)],
    `mode: block, exclude: [${exclude}]`,
  );
  const environment = createEnvironment(() => running, 3600);
  const raw = `GET ${target} HTTP/1.1\r\nHost: h\r\nCookie: ${cookie}\r\n\r\n`;
  const { transaction } = await judge(parseRawRequest(Buffer.from(raw)), { running, environment });
  return [...new Set(transaction.matches.map(({ id }) => id))];
}

t.test('rule, target and path of an exclusion narrow it down', async t => {
  for (const [exclude, target, cookie, expected] of [
    ['', '/?a=attack', '', [1]],
    ['{ rule: 1 }', '/?a=attack', 's=attack', []],
    ['{ rule: 1, target: ARGS }', '/?a=attack', '', []],
    ['{ rule: 1, target: ARGS }', '/?a=attack', 's=attack', [1]],
    ['{ rule: 1, target: "ARGS:a" }', '/?a=attack', '', []],
    ['{ rule: 1, target: "args:A" }', '/?a=attack', '', []],
    ['{ rule: 1, target: "ARGS:a" }', '/?b=attack', '', [1]],
    ['{ rule: 1, target: "ARGS:/^c_/" }', '/?c_1=attack&C_2=attack', '', []],
    ['{ rule: 1, target: "ARGS:/^c_/" }', '/?d=attack', '', [1]],
    ['{ rule: 1, target: "REQUEST_COOKIES:s" }', '/', 's=attack', []],
    ['{ rule: 1-2 }', '/?attack=attack', '', []],
    ['{ rule: 2 }', '/?attack=attack', '', [1]],
    ['{ rule: 1, path: /blog/ }', '/blog/x?a=attack', '', []],
    ['{ rule: 1, path: /blog/ }', '/other?a=attack', '', [1]],
    ['{ rule: 1, target: "ARGS:a", path: /blog/ }', '/blog/x?b=attack', '', [1]],
    ['{ rule: 1, path: /blog/ }', '/blog/..;/admin?a=attack', '', [1]],
    ['{ rule: 1 }', '/?b=attackx', '', [3]],
    ['{ rule: 1 }, { rule: 3, target: "ARGS:b" }', '/?b=attackx', '', []],
    ['{ rule: 1 }, { rule: 3, target: "ARGS:b" }', '/?a=attack&b=x', '', []],
  ] as const) {
    t.strictSame(await idsOf(t, exclude, target, cookie), expected, `${exclude} on ${target}`);
  }
});
