import t from 'tap';
import { buildRequest, loadTests } from '../../src/ftw/index.js';
import { TempFolder } from '../support/folder.js';

/** What is sent for an input, written in YAML. */
function sent(folder: TempFolder, input: string): string {
  const file = folder.write(
    'case.yaml',
    `rule_id: 1\ntests:\n  - test_id: 1\n    stages:\n      - input: ${input}\n        output: { status: 200 }\n`,
  );
  return buildRequest(loadTests([file])[0].stages[0].input).toString('latin1');
}

const CASES: readonly [what: string, input: string, bytes: string][] = [
  ['defaults', '{}', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  [
    'headers of a map are sent sorted by name, those that are there are kept',
    '{ headers: { User-Agent: a, Host: h, connection: keep-alive, Accept: 1.10 } }',
    'GET / HTTP/1.1\r\nAccept: 1.10\r\nHost: h\r\nUser-Agent: a\r\nconnection: keep-alive\r\n\r\n',
  ],
  [
    'ordered headers keep their order, and may repeat',
    '{ ordered_headers: [{ name: X-B, value: 1 }, { name: X-A, value: "2" }, { name: X-B, value: 3 }] }',
    'GET / HTTP/1.1\r\nX-B: 1\r\nX-A: 2\r\nX-B: 3\r\nConnection: close\r\n\r\n',
  ],
  [
    'a body gets a type, is encoded, and has a length',
    '{ method: POST, data: "a=b c&d=<é>&e" }',
    'POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: 22\r\n\r\n' +
      'a=b+c&d=%3C%C3%A9%3E&e',
  ],
  [
    'a form that is encoded already is left alone',
    '{ method: POST, data: "a=%3C&b=<" }',
    'POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: 9\r\n\r\na=%3C&b=<',
  ],
  [
    'other types are not encoded',
    '{ method: POST, headers: { Content-Type: text/plain }, data: "a=b c" }',
    'POST / HTTP/1.1\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 5\r\n\r\na=b c',
  ],
  [
    'the lines of a multipart body end in CRLF',
    '{ method: POST, headers: { Content-Type: "multipart/form-data; boundary=b" }, data: "--b\\n\\n--b--\\n" }',
    'POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nConnection: close\r\nContent-Length: 14\r\n\r\n' +
      '--b\r\n\r\n--b--\r\n',
  ],
  [
    'a method with a body says that there is none',
    '{ method: PUT }',
    'PUT / HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  ],
  [
    'without autocompletion nothing is added',
    '{ method: POST, autocomplete_headers: false, data: "a=b c" }',
    'POST / HTTP/1.1\r\n\r\na=b c',
  ],
  ['the older name of the same', '{ stop_magic: true, data: "a" }', 'GET / HTTP/1.1\r\n\r\na'],
  [
    'nothing is corrected',
    '{ method: " GET", uri: /é, version: HTTP/4.0 }',
    ' GET /Ã© HTTP/4.0\r\nConnection: close\r\n\r\n',
  ],
  [
    'a whole request',
    `{ encoded_request: ${Buffer.from('X\r\n\xff', 'latin1').toString('base64')} }`,
    'X\r\n\xff',
  ],
  ['encoded data', '{ encoded_data: /w==, autocomplete_headers: false }', 'GET / HTTP/1.1\r\n\r\n\xff'],
  [
    'templates',
    `{ autocomplete_headers: false, data: '{{ "ab" | repeat 3 }}-{{ repeat 2 "c" }}-{{7*7}}-{{' }`,
    'GET / HTTP/1.1\r\n\r\nababab-cc-{{7*7}}-{{',
  ],
];

t.test('requests are what go-ftw sends', async t => {
  const folder = new TempFolder(t);
  for (const [what, input, bytes] of CASES) t.equal(sent(folder, input), bytes, what);
});
