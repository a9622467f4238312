/** rules/local/example.conf.example: with its examples switched on, each does what its comment says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createJudge } from './detection/score.js';
import { TempFolder } from './support/folder.js';
import { compileRules } from './support/offline.js';
import { ROOT } from './support/process.js';

const SHIPPED = join(ROOT, 'rules/*.conf');
const EXAMPLE = readFileSync(join(ROOT, 'rules/local/example.conf.example'), 'utf8');
const SQL = encodeURIComponent("1' OR '1'='1");

const get = (target: string): string =>
  `GET ${target} HTTP/1.1\r\nHost: www.example.jp\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\n\r\n`;

/** The part of the example under a heading, its commented lines switched on. */
function part(heading: string): string {
  const text = EXAMPLE.slice(EXAMPLE.indexOf(`# --- ${heading}`))
    .split('\n')
    .slice(1)
    .join('\n');
  const end = text.indexOf('\n# --- ');
  return (end < 0 ? text : text.slice(0, end)).replace(/^#(?=Sec| {4})/gm, '');
}

t.test('as it comes it changes nothing', async t => {
  t.notMatch(EXAMPLE, /^\s*[^#\s]/m);
});

t.test('before the shipped rules', async t => {
  const folder = new TempFolder(t);
  // Without the threshold, under which a single match no longer blocks.
  const rules = part('before').replace(/^SecAction[^"]*"[^"]*"$/m, '');
  t.match(rules, /^SecRule REQUEST_FILENAME/m);
  const judge = createJudge(compileRules(folder, [folder.write('before.conf', rules), SHIPPED]));
  t.equal((await judge(get(`/admin/query?statement=${SQL}`))).isBlocked, false, 'the argument is left alone');
  t.equal((await judge(get(`/admin/query?other=${SQL}`))).isBlocked, true, 'another one is not');
  t.equal((await judge(get(`/other?statement=${SQL}`))).isBlocked, true, 'nor the same elsewhere');
});

t.test('a higher threshold', async t => {
  const folder = new TempFolder(t);
  const judge = createJudge(compileRules(folder, [folder.write('before.conf', part('before')), SHIPPED]));
  const { isBlocked, matches } = await judge(get('/?q=%7B%7B7*7%7D%7D'));
  t.ok(matches.length > 0);
  t.equal(isBlocked, false, 'one critical match is below 10');
});

t.test('after the shipped rules', async t => {
  const folder = new TempFolder(t);
  const judge = createJudge(compileRules(folder, [SHIPPED, folder.write('after.conf', part('after'))]));
  t.equal((await judge(get('/old-admin/x'))).isBlocked, true, 'the folder is closed');
  t.equal((await judge(get('/?q=plain'))).isBlocked, false);
  const { matches } = await judge(get('/?coupon=FREE'));
  t.ok(
    matches.some(({ id }) => id === 11),
    'the odd coupon is seen',
  );
  const xss = await judge(get('/?body=%3Csvg%20onload=alert(1)%3E'));
  t.notOk(
    xss.matches.some(({ id, logdata }) => id === 521010 && logdata.includes('ARGS:body')),
    'the rule does not look at that argument',
  );
});
