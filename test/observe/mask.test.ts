import fc from 'fast-check';
import t from 'tap';
import { maskCookies, maskSetCookie } from '../../src/observe/mask/fields.js';
import { Masker } from '../../src/observe/mask/masker.js';
import { sampleMatch, sampleTransaction } from './sample.js';

const masker = new Masker(['customer-no', 'x-internal*']);

t.test('URIs', async t => {
  const cases: [string, string][] = [
    ['/a?b=1', '/a?b=1'],
    ['/a?password=x&b=1', '/a?password=***&b=1'],
    ['/a?b=1&PassWord=x', '/a?b=1&PassWord=***'],
    ['/a?pass%77ord=x', '/a?pass%77ord=***'],
    ['/a?user[password]=x;token=y#f', '/a?user[password]=***;token=***#f'],
    ['/a?apiKey=1&api-key=2&api_key=3', '/a?apiKey=***&api-key=***&api_key=***'],
    ['/a?token=a=b=c&x', '/a?token=***&x'],
    ['/a;jsessionid=12?x=1', '/a;jsessionid=***?x=1'],
    ['/a?customerNo=1&x_internal_id=2', '/a?customerNo=***&x_internal_id=***'],
    ['/a?&&==&=x&password', '/a?&&==&=x&password'],
    ['http://user:pw@host/a?b=1', 'http://***@host/a?b=1'],
    ['/http://user:pw@host/', '/http://user:pw@host/'],
    [`/a?${'n'.repeat(300)}=v`, `/a?${'n'.repeat(300)}=***`],
    ['?secret=1', '?secret=***'],
    ['*', '*'],
    ['', ''],
  ];
  for (const [uri, expected] of cases) t.equal(masker.uri(uri), expected, uri.slice(0, 50));
});

t.test('a secret never survives in a URI, and the rest is untouched', async () => {
  const part = fc.stringMatching(/^[a-z]{1,4}=[a-z0-9]{0,5}$/);
  fc.assert(
    fc.property(
      fc.array(part),
      fc.array(part),
      fc.stringMatching(/^[A-Z]{8,20}$/),
      (before, after, secret) => {
        const make = (value: string) => `/p?${[...before, `access_token=${value}`, ...after].join('&')}`;
        const safe = before
          .concat(after)
          .every(text => !/^(?:pass|pin|otp|sig|auth|sid|pwd|jwt|pan|iban|cvv|cvc)/.test(text));
        fc.pre(safe);
        return masker.uri(make(secret)) === make('***');
      },
    ),
  );
});

t.test('headers', async t => {
  t.equal(masker.header('authorization', 'Bearer abc'), '***');
  t.equal(masker.header('x-api-key', 'abc'), '***');
  t.equal(masker.header('x-internal-thing', 'abc'), '***');
  t.equal(masker.header('referer', 'https://e.example/?token=abc&x=1'), 'https://e.example/?token=***&x=1');
  t.equal(masker.header('accept', '*/*'), '*/*');
  t.equal(maskCookies('a=1; b=2=3;c; '), 'a=***; b=***; ***; ');
  t.equal(maskSetCookie('sid=abc; Path=/; HttpOnly'), 'sid=***; Path=/; HttpOnly');
});

t.test('targets', async t => {
  for (const target of [
    'ARGS:password',
    'ARGS_POST:user[password]',
    'ARGS:json.login.password.0',
    'REQUEST_HEADERS:Authorization',
    'REQUEST_HEADERS:Cookie',
    'RESPONSE_HEADERS:Set-Cookie',
    'REQUEST_COOKIES:anything',
  ]) {
    t.ok(masker.isSecretTarget(target), target);
  }
  for (const target of [
    'ARGS:q',
    'ARGS_NAMES:password',
    'REQUEST_BODY',
    'REQUEST_HEADERS:Host',
    'TX:score',
  ]) {
    t.notOk(masker.isSecretTarget(target), target);
  }
});

t.test('free text', async t => {
  const cases: [string, string][] = [
    ['user=a&password=hunter2&x=1', 'user=a&password=***&x=1'],
    ['{"user":"a","password":"hun\\"ter2","x":1}', '{"user":"a","password":***,"x":1}'],
    ['{"password" : 12345}', '{"password" : ***'],
    ['"{\\"password\\":\\"hunter2\\",\\"x\\":1}"', '"{\\"password\\":***,\\"x\\":1}"'],
    ['<login><password>hunter2</password></login>', '<login><password>***</password></login>'],
    [
      '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--b--',
      '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n***\n--b--',
    ],
    [
      'Matched Data: x found within ARGS:q: password=hunter2',
      'Matched Data: x found within ARGS:q: password=***',
    ],
    ['Authorization: Bearer hunter2\r\nHost: a', 'Authorization: ***\r\nHost: a'],
    ['password=my secret words', 'password=***'],
    ['nothing to see: here', 'nothing to see: here'],
    ['password=', 'password='],
  ];
  for (const [text, expected] of cases) t.equal(masker.quoted(text, []), expected, text.slice(0, 40));
});

t.test('secrets of the same request are not quoted', async t => {
  const { head } = sampleTransaction('/?token=S3cr3t%21value&q=1', ['Authorization', 'Basic dXNlcjpwdw==']);
  const secrets = masker.secretsOf(head, [sampleMatch({ target: 'ARGS:password', value: 'hunter2' })]);
  const text = 'saw s3cr3t!value, S3cr3t%21value, dXNlcjpwdw== and HUNTER2 hunter2';
  t.equal(masker.quoted(text, secrets), 'saw ***, ***, *** and *** ***');
  const long = masker.secretsOf(sampleTransaction(`/?token=${'ab'.repeat(1000)}`).head, []);
  t.equal(masker.quoted(`x ${'ab'.repeat(1000)} y`, long), 'x ***', 'a long one hides what follows');
});

t.test('names that rules mask in one transaction are compared whole', async t => {
  const own = masker.with(new Set(['note', '*', 'a*']));
  t.equal(own.uri('/?note=1&b=2&abc=3&a*=4'), '/?note=***&b=2&abc=3&a*=***');
  t.equal(masker.with(new Set()), masker);
  t.equal(masker.uri('/?note=1'), '/?note=1');
});

t.test('any text is handled', async () => {
  const bytes = fc.string({
    unit: fc.constantFrom('a', '=', ':', '"', '\\', '&', '\n', '<', '>', 'name', 'password', ' ', '\xe3'),
  });
  fc.assert(
    fc.property(bytes, text => {
      masker.quoted(text, [{ text: 'a', isCut: false }]);
      return typeof masker.uri(text) === 'string' && typeof maskCookies(text) === 'string';
    }),
    { numRuns: 1000 },
  );
});
