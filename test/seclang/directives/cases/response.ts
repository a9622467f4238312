import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

const LEAK = 'SecRule RESPONSE_BODY "@contains leak" "id:1,phase:4,deny,status:500,log"\n';
const page = (body: string, type = 'text/html') => ({
  response: { headers: [`Content-Type: ${type}`], body },
});
const bare = { response: { headers: [], body: 'a leak' } };

/** Directives about response bodies. */
export const RESPONSE_CASES: Cases = {
  SecResponseBodyAccess: async t => {
    t.same(await new RuleEngine(t, LEAK).ids(page('a leak')), [], 'off unless said otherwise');
    t.same(await new RuleEngine(t, `SecResponseBodyAccess On\n${LEAK}`).ids(page('a leak')), [1]);
    t.same(await new RuleEngine(t, `SecResponseBodyAccess Off\n${LEAK}`).ids(page('a leak')), []);
  },
  SecResponseBodyLimit: async t => {
    const engine = new RuleEngine(t, `SecResponseBodyAccess On\nSecResponseBodyLimit 8\n${LEAK}`);
    t.same(await engine.ids(page('1234leak9')), [1]);
    t.same(await engine.ids(page('12345leak')), [], 'what is beyond the limit is not seen');
    t.match(load(t, 'SecResponseBodyLimit 0').problems, [/whole number from 1/]);
  },
  SecResponseBodyLimitAction: async t => {
    const rules =
      'SecResponseBodyAccess On\nSecResponseBodyLimit 4\nSecRule OUTBOUND_DATA_ERROR "@eq 1" "id:2,phase:4,pass,log"\n';
    const reject = new RuleEngine(t, `SecResponseBodyLimitAction Reject\n${rules}`);
    t.match((await reject.judge(page('12345'))).verdict, {
      kind: 'block',
      status: 500,
      by: 'SecResponseBodyLimit',
    });
    t.match((await reject.judge(page('1234'))).verdict, { kind: 'pass' });
    const partial = new RuleEngine(t, `SecResponseBodyLimitAction ProcessPartial\n${rules}`);
    t.same(await partial.ids(page('12345')), [2]);
  },
  SecResponseBodyMimeType: async t => {
    const rules =
      'SecResponseBodyAccess On\nSecResponseBodyMimeType text/css\nSecResponseBodyMimeType (null) Application/JSON\n';
    const engine = new RuleEngine(t, rules + LEAK);
    t.same(await engine.ids(page('a leak', 'text/css; charset=utf-8')), [1]);
    t.same(await engine.ids(page('a leak', 'application/json')), [1], 'several add up');
    t.same(await engine.ids(bare), [1]);
    t.same(await engine.ids(page('a leak')), [], 'the default ones are gone');
    t.match(load(t, 'SecResponseBodyMimeType').problems, [/name media types/]);
  },
  SecResponseBodyMimeTypesClear: async t => {
    const rules =
      'SecResponseBodyAccess On\nSecResponseBodyMimeType text/css\nSecResponseBodyMimeTypesClear\n';
    t.same(
      await new RuleEngine(t, rules + LEAK).ids(page('a leak', 'image/png')),
      [1],
      'then all are inspected',
    );
    const again = `${rules}SecResponseBodyMimeType text/plain\n${LEAK}`;
    t.same(await new RuleEngine(t, again).ids(page('a leak', 'text/css')), []);
    t.match(load(t, 'SecResponseBodyMimeTypesClear text/css').problems, [/with 1 argument;/]);
  },
};
