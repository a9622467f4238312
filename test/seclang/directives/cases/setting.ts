import { bits4, writeMmdb } from '../../../client/mmdb-writer.js';
import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';
import { TempFolder } from '../../../support/folder.js';
import { compileRules } from '../../../support/offline.js';

const COUNT = `SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},setvar:ip.n=+1"
SecRule IP:N "@ge 2" "id:2,phase:1,pass,log"
`;

/** Directives about collections, code pages, countries and cookies. */
export const SETTING_CASES: Cases = {
  SecCollectionTimeout: async t => {
    const engine = new RuleEngine(t, `SecCollectionTimeout 60\n${COUNT}`);
    t.same(await engine.ids(), []);
    engine.now += 59_000;
    t.same(await engine.ids(), [2], 'the record is still there, and lives on from its last write');
    engine.now += 59_000;
    t.same(await engine.ids(), [2]);
    engine.now += 61_000;
    t.same(await engine.ids(), [], 'and is gone');
  },
  SecWebAppId: async t => {
    const engine = new RuleEngine(
      t,
      'SecWebAppId shop\nSecRule WEBAPPID "@streq shop" "id:1,phase:1,pass,log"\n',
    );
    t.same(await engine.ids(), [1]);
    t.match(await engine.audit(), null);
    t.equal(engine.running.audit.policy.webAppId, 'shop', 'the audit log names it');
    const plain = new RuleEngine(t, 'SecRule WEBAPPID "@streq default" "id:1,phase:1,pass,log"\n');
    t.same(await plain.ids(), [1]);
    const shop = await new RuleEngine(t, `SecWebAppId shop\n${COUNT}`).judge();
    const store = shop.inspection!.environment.collections;
    t.equal(store.get('IP', '127.0.0.1', 'n'), null, 'records are the application’s own');
    t.equal(store.get('IP', 'shop\n127.0.0.1', 'n'), '1');
    t.match(load(t, 'SecWebAppId ""').problems, [/an empty name/]);
  },
  SecComponentSignature: async t => {
    const rules = `SecComponentSignature "acme/1"
SecComponentSignature "other/2"
SecAuditEngine On
SecAuditLog audit.jsonl
SecAction "id:1,phase:1,pass,nolog"
`;
    t.match(await new RuleEngine(t, rules).audit(), { components: ['acme/1', 'other/2'] });
  },
  SecUnicodeMapFile: async t => {
    const files = {
      'unicode.mapping': '(MAC)\n\n20127 (US-ASCII)\n00e9:65 2039:3c\n\n1252 (ANSI)\n2039:8b\n',
      'broken.mapping': '20127 (US-ASCII)\n00e9=65:1\n',
    };
    // The directive stands after the rule: it holds for all rules.
    const rules = 'SecRule ARGS_GET:q "@streq <x" "id:1,phase:1,pass,log,t:none,t:urlDecodeUni"\n';
    const target = '/?q=%25u2039x';
    t.same(await new RuleEngine(t, rules, { files }).ids(target), [], '%u2039 is 39 without a map');
    const ascii = `${rules}SecUnicodeMapFile unicode.mapping 20127\n`;
    t.same(await new RuleEngine(t, ascii, { files }).ids(target), [1]);
    const ansi = `${rules}SecUnicodeMapFile unicode.mapping 1252\n`;
    t.same(await new RuleEngine(t, ansi, { files }).ids(target), []);
    for (const [line, wrong] of [
      ['SecUnicodeMapFile missing.mapping 20127', /missing.mapping cannot be read/],
      ['SecUnicodeMapFile unicode.mapping 932', /no code page 932/],
      ['SecUnicodeMapFile unicode.mapping ascii', /the code page ascii/],
      ['SecUnicodeMapFile broken.mapping 20127', /is not a pair/],
      ['SecUnicodeMapFile unicode.mapping', /with 1 argument/],
    ] as const) {
      t.match(load(t, line, files).problems, [wrong], line);
    }
  },
  SecGeoLookupDb: async t => {
    const folder = new TempFolder(t);
    folder.write('own.mmdb', writeMmdb([[bits4(0x09090900, 24), { country_code: 'JP' }]]));
    const file = folder.write('a.conf', 'SecGeoLookupDb own.mmdb\n');
    const running = compileRules(folder, [file]);
    t.equal(running.geo.lookup({ family: 4, a: 0, b: 0, c: 0, d: 0x09090909 }), 'JP');
    const wrong = folder.write('b.conf', 'SecGeoLookupDb a.conf\n');
    t.throws(() => compileRules(folder, [wrong]), /b\.conf:1:16: error: SecGeoLookupDb .*MaxMind format/);
  },
  SecCookieFormat: async t => {
    t.same(load(t, 'SecCookieFormat 0').problems, []);
    t.match(load(t, 'SecCookieFormat 1').problems, [/^error: SecCookieFormat 1 is not supported; write 0/]);
    t.match(load(t, 'SecCookieFormat 2').problems, [/^error: SecCookieFormat 2/]);
  },
};
