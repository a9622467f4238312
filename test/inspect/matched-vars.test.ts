import t, { type Test } from 'tap';
import { createEnvironment } from '../../src/gateway/environment.js';
import { judge, parseRawRequest } from '../../src/replay/index.js';
import { TempFolder } from '../support/folder.js';
import { compileRules } from '../support/offline.js';

/** Ids of the rules that a request matches, in order. */
async function idsOf(t: Test, rules: string, request: string): Promise<number[]> {
  const folder = new TempFolder(t);
  const running = compileRules(folder, [folder.write('r/a.conf', rules)]);
  const environment = createEnvironment(() => running, 3600);
  const judged = await judge(parseRawRequest(Buffer.from(request, 'latin1')), { running, environment });
  return judged.transaction.matches.map(({ id }) => id);
}

t.test('MATCHED_VARS has the values as the operator saw them, after the transformations', async t => {
  const rules = `SecRule ARGS "@contains run" "id:1,phase:2,pass,log,t:none,t:lowercase,chain"
  SecRule MATCHED_VARS "@streq runtime" "t:none"
SecRule ARGS "@contains RUN" "id:2,phase:2,pass,log,t:none,chain"
  SecRule MATCHED_VARS "@streq runtime" "t:none"
SecRule ARGS "@contains run" "id:3,phase:2,pass,log,t:none,t:lowercase,chain"
  SecRule MATCHED_VARS_NAMES "@streq ARGS:a" "t:none"
`;
  t.same(await idsOf(t, rules, 'GET /?a=RunTime&b=x HTTP/1.1\r\nHost: h\r\n\r\n'), [1, 3]);
});

t.test('MATCHED_VARS of a second link is what the second link matched', async t => {
  const rules = `SecRule ARGS "@rx x" "id:1,phase:2,pass,log,t:none,chain"
  SecRule MATCHED_VARS "@rx y" "t:none,chain"
    SecRule MATCHED_VARS "@rx ^xz" "t:none"
SecRule ARGS "@rx x" "id:2,phase:2,pass,log,t:none,chain"
  SecRule MATCHED_VARS "@rx y" "t:none,chain"
    SecRule MATCHED_VARS "@rx ^xy" "t:none"
`;
  t.same(await idsOf(t, rules, 'GET /?a=xz&b=xy HTTP/1.1\r\nHost: h\r\n\r\n'), [2]);
});

const XML = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/xml\r\n\r\n';
const BODY_RULES = `SecRule REQUEST_HEADERS:Content-Type "@streq text/xml" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
SecRule REQUEST_URI "@streq /forced" "id:2,phase:1,pass,nolog,ctl:forceRequestBodyVariable=On"
SecRule REQUEST_BODY "@contains runtime" "id:3,phase:2,pass,log"
SecRule XML:/*|XML://@* "@contains runtime" "id:4,phase:2,pass,log"
SecRule REQUEST_BODY_LENGTH "@gt 0" "id:5,phase:2,pass,log"
`;

t.test('REQUEST_BODY does not show the names of an XML document as values', async t => {
  t.same(await idsOf(t, BODY_RULES, `${XML}<runtime runtime="x">y</runtime>`), [5]);
  t.same(await idsOf(t, BODY_RULES, `${XML}<a b="runtime">y</a>`), [4, 5]);
  t.same(await idsOf(t, BODY_RULES, `${XML.replace('/ ', '/forced ')}<runtime/>`), [3, 5]);
  t.same(
    await idsOf(t, BODY_RULES, `${XML}<runtime><a></runtime>`),
    [3, 5],
    'but all of one that cannot be parsed',
  );
  t.same(await idsOf(t, BODY_RULES, `${XML.replace('text/xml', 'text/plain')}runtime`), [3, 5]);
});
