import t from 'tap';
import { chooseBodyProcessor, parseBody } from '../../src/parse/index.js';
import { LIMITS } from './limits.js';

t.test('the processor follows the beginning of the media type', async t => {
  t.equal(chooseBodyProcessor('application/x-www-form-urlencoded'), 'URLENCODED');
  t.equal(chooseBodyProcessor('application/x-www-form-urlencoded, text/plain'), 'URLENCODED');
  t.equal(chooseBodyProcessor('multipart/form-data'), 'MULTIPART');
  t.equal(chooseBodyProcessor('multipart/form-datax'), 'MULTIPART');
  for (const other of ['', 'application/json', 'text/xml', 'multipart/mixed', 'x multipart/form-data']) {
    t.equal(chooseBodyProcessor(other), '');
  }
});

t.test('an urlencoded body is read as a query is', async t => {
  const body = parseBody('URLENCODED', Buffer.from('a=1+2&b=%3d%zz&\xff', 'latin1'), '', LIMITS);
  t.match(body, { processor: 'URLENCODED', urlEncodedError: true, error: null, xml: null, multipart: null });
  t.same(body.args, [
    { name: 'a', value: '1 2' },
    { name: 'b', value: '=%zz' },
    { name: '\xff', value: '' },
  ]);
});

t.test('CVE-2025-47947: arguments of query and body count together', async t => {
  const body = Buffer.from('a&b&c');
  const limits = { ...LIMITS, arguments: 5 };
  t.match(parseBody('URLENCODED', body, '', limits, 2), { error: null, args: { length: 3 } });
  t.match(parseBody('URLENCODED', body, '', limits, 3), { error: /more arguments/, args: { length: 3 } });
  t.match(parseBody('URLENCODED', body, '', limits, 9), { error: /more arguments/, args: { length: 1 } });
});

t.test('without a processor nothing is taken apart', async t => {
  const body = parseBody('', Buffer.from('a=1'), 'text/plain', LIMITS);
  t.match(body, { processor: '', args: { length: 0 }, error: null });
});
