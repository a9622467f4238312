import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { TestGateway } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

/**
 * Ways past other engines and rule sets, named after the advisory. Each is sent over a connection to a gateway with rules
 * of the kind that were walked past: it must be blocked, and must not reach the origin.
 */
const RULES = `SecRule REQUEST_HEADERS:Content-Type "@rx ^(?:application|text)/xml" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
SecRule REQUEST_HEADERS:Content-Type "@rx ^application/json" "id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
SecRule &REQUEST_HEADERS:Content-Type "@gt 1" "id:100,phase:1,deny,msg:'more than one Content-Type'"
SecRule REQUEST_HEADERS:Content-Type "@rx (?i)charset.*charset" "id:101,phase:1,deny,msg:'more than one charset'"
SecRule REQUEST_HEADERS:Accept "@rx (?i)charset" "id:102,phase:1,deny,msg:'a charset for the response'"
SecRule REQUEST_HEADERS:Range "@rx ^bytes=(?:(?:\\d+)?-(?:\\d+)?\\s*,?\\s*){6}" "id:103,phase:1,deny,msg:'many ranges'"
SecRule MULTIPART_PART_HEADERS "@rx (?i)^content-type\\s*:.*charset\\s*=\\s*utf-(?:7|16)" "id:110,phase:2,deny,msg:'charset of a part'"
SecRule MULTIPART_PART_HEADERS "@rx (?i)^content-transfer-encoding" "id:111,phase:2,deny,msg:'encoding of a part'"
SecRule REQBODY_ERROR "!@eq 0" "id:120,phase:2,deny,status:400,msg:'body'"
SecRule MULTIPART_STRICT_ERROR "!@eq 0" "id:121,phase:2,deny,status:400,msg:'multipart'"
SecRule REQUEST_FILENAME "@rx (?i)/uploads/.*\\.php" "id:130,phase:1,deny,msg:'script among uploads'"
SecRule REQUEST_FILENAME "@contains attack" "id:131,phase:1,deny,msg:'path'"
SecRule ARGS|ARGS_NAMES|XML:/*|XML://@* "@contains attack" "id:140,phase:2,deny,msg:'argument'"
SecRule ARGS "@rx <script" "id:141,phase:2,deny,t:none,t:htmlEntityDecode,msg:'entities'"
SecRule ARGS "@rx (?s)union.*select" "id:142,phase:2,deny,t:none,t:urlDecodeUni,t:lowercase,msg:'union'"
SecRule ARGS:hex "@streq A" "id:150,phase:2,pass,log,t:none,t:hexDecode,msg:'hex'"
SecAction "id:160,phase:2,pass,nolog,sanitiseArg:password,sanitiseMatched"
`;
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const MULTIPART = 'Content-Type: multipart/form-data; boundary=b';

const part = (headers: string, value: string): string => `--b\r\n${headers}\r\n\r\n${value}\r\n`;
const field = (name: string, more = ''): string => `Content-Disposition: form-data; name="${name}"${more}`;
const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** Text that does not shrink by much. */
const noise = (length: number): string => randomBytes(length).toString('base64url').slice(0, length);

interface Case {
  readonly advisory: string;
  readonly request: string | Buffer;
  /** Status and deciding rule. */
  readonly status: number;
  readonly by: number | string;
}

const CASES: readonly Case[] = [
  {
    advisory: 'CVE-2026-21876 charset of the first part, hidden behind the last',
    request: request(
      'POST /',
      [MULTIPART],
      `${part(`${field('a')}\r\nContent-Type: text/plain; charset=utf-7`, '+ADw-')}${part(`${field('b')}\r\nContent-Type: text/plain; charset=utf-8`, 'x')}--b--\r\n`,
    ),
    status: 403,
    by: 110,
  },
  {
    advisory: 'CVE-2026-21876 charset of the last part',
    request: request(
      'POST /',
      [MULTIPART],
      `${part(`${field('b')}\r\nContent-Type: text/plain; charset=utf-8`, 'x')}${part(`${field('a')}\r\nContent-Type: text/plain; charset=utf-7`, '+ADw-')}--b--\r\n`,
    ),
    status: 403,
    by: 110,
  },
  {
    advisory: 'CVE-2022-39955 several charsets in one Content-Type',
    request: request('POST /', [`${FORM}; charset=utf-8; charset=utf-7`], 'a=1'),
    status: 403,
    by: 101,
  },
  {
    advisory: 'CVE-2022-39956 Content-Transfer-Encoding of a part',
    request: request(
      'POST /',
      [MULTIPART],
      `${part(`${field('a')}\r\nContent-Transfer-Encoding: base64`, 'YXR0YWNr')}--b--\r\n`,
    ),
    status: 403,
    by: 111,
  },
  {
    advisory: 'CVE-2022-39957 a charset asked for in Accept',
    request: request('GET /', ['Accept: text/html; charset=utf-7']),
    status: 403,
    by: 102,
  },
  {
    advisory: 'CVE-2022-39958 a response in many small ranges',
    request: request('GET /', ['Range: bytes=0-1,1-2,2-3,3-4,4-5,5-6,6-7']),
    status: 403,
    by: 103,
  },
  {
    advisory: 'CVE-2022-48279 a part whose name is read in two ways',
    request: request(
      'POST /',
      [MULTIPART],
      `${part(`Content-Disposition: form-data; name="a"; name="b"`, 'attack')}--b--\r\n`,
    ),
    status: 400,
    by: 120,
  },
  {
    advisory: 'CVE-2022-48279 a body that ends before its last boundary',
    request: request('POST /', [MULTIPART], part(field('a'), 'x')),
    status: 400,
    by: 120,
  },
  {
    advisory: 'CVE-2023-38199 two Content-Type fields',
    request: request('POST /', [FORM, 'Content-Type: application/json'], 'a=attack'),
    status: 403,
    by: 100,
  },
  {
    advisory: 'CVE-2024-1019 an escaped question mark in the path',
    request: request('GET /a%3Fb/attack'),
    status: 403,
    by: 131,
  },
  {
    advisory: 'CVE-2024-1019 the same behind a real one',
    request: request('GET /x%3f/attack?q=1'),
    status: 403,
    by: 131,
  },
  {
    advisory: 'CVE-2025-29914 a path that begins with two slashes',
    request: request('GET //x/uploads/a.php'),
    status: 403,
    by: 130,
  },
  {
    advisory: 'CVE-2025-29914 and looks like an authority',
    request: request('GET //h:80/uploads/a.php?q'),
    status: 403,
    by: 130,
  },
  {
    advisory: 'CVE-2025-27110 entities with leading zeros',
    request: request(`GET /?q=%26%23${'0'.repeat(20)}60;script`),
    status: 403,
    by: 141,
  },
  {
    advisory: 'CVE-2025-27110 hexadecimal',
    request: request(`GET /?q=%26%23x${'0'.repeat(20)}3c;script`),
    status: 403,
    by: 141,
  },
  {
    advisory: 'GHSA-6jp8-c2w2-x7wr an attribute of XML',
    request: request('POST /', ['Content-Type: text/xml'], '<a><b c="attack"/></a>'),
    status: 403,
    by: 140,
  },
  {
    advisory: 'a compressed body',
    request: request('POST /', [FORM, 'Content-Encoding: gzip'], gzipSync('a=attack')),
    status: 403,
    by: 140,
  },
  {
    advisory: 'a compressed body that is none',
    request: request('POST /', [FORM, 'Content-Encoding: gzip'], 'a=attack'),
    status: 400,
    by: 120,
  },
  {
    advisory: 'a compressed body that grows without end',
    request: request('POST /', [FORM, 'Content-Encoding: gzip'], gzipSync(Buffer.alloc(40_000_000, 'a'))),
    status: 413,
    by: 'bodyLimit',
  },
  {
    advisory: 'a payload behind the limit, once decoded',
    request: request('POST /', [FORM, 'Content-Encoding: gzip'], gzipSync(`a=${noise(100_001)}&b=attack`)),
    status: 413,
    by: 'bodyLimit',
  },
  {
    advisory: 'a payload behind the limit',
    request: request('POST /', [FORM], `a=${'x'.repeat(100_001)}&b=attack`),
    status: 413,
    by: 'bodyLimit',
  },
  {
    advisory: 'a chunked payload behind the limit',
    request: `POST / HTTP/1.1\r\nHost: a\r\n${FORM}\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(`a=${'x'.repeat(100_001)}&b=attack`)}`,
    status: 413,
    by: 'bodyLimit',
  },
  {
    advisory: 'CVE-2025-47947 and its kind: a payload behind more arguments than are taken apart',
    request: request(`GET /?${'a=1&'.repeat(1000)}q=attack`),
    status: 400,
    by: 120,
  },
  {
    advisory: 'the same in cookies',
    request: request('GET /', [`Cookie: ${'a=1;'.repeat(1000)}q=1`]),
    status: 400,
    by: 120,
  },
  {
    advisory: 'an attack behind a mistake in JSON',
    request: request('POST /', ['Content-Type: application/json'], '{"a":1}{"b":"attack"}'),
    status: 400,
    by: 120,
  },
  {
    advisory: 'invalid UTF-8 in the middle of a payload',
    request: request('GET /?q=union%FF%C0%AE%E3select'),
    status: 403,
    by: 142,
  },
  {
    advisory: 'a null byte in the middle of a payload',
    request: request('GET /?q=union%00%0aSELECT'),
    status: 403,
    by: 142,
  },
];

async function start(t: Test, more = ''): Promise<{ gateway: TestGateway; origin: WireOrigin }> {
  const origin = await WireOrigin.start(t, () => ok('from the origin', ['Content-Type: text/x-origin']));
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, bodyLimit: 100000${more} }`;
  return { origin, gateway: await TestGateway.start(t, { sites, rules: RULES }) };
}

for (const { advisory, request: bytes, status, by } of CASES) {
  t.test(advisory, async t => {
    const { gateway, origin } = await start(t);
    const answer = await askOnce(gateway.port, bytes);
    t.equal(answer.status, status);
    const [line] = await gateway.audit(1);
    t.equal(line.by, by);
    t.same(line.faults, []);
    t.equal(origin.arrivals.length, 0, 'the origin saw nothing of it');
  });
}

t.test(
  'CVE-2025-54571 a refused body: the answer is the gateway’s own, whatever type the request names',
  async t => {
    const { gateway, origin } = await start(t);
    const answer = await askOnce(
      gateway.port,
      request(
        'POST /a.php',
        ['Content-Type: multipart/form-data; boundary=b', 'Accept: text/html'],
        'no multipart',
      ),
    );
    t.equal(answer.status, 400);
    t.equal(answer.field('content-type'), 'text/html; charset=utf-8');
    t.equal(answer.field('x-content-type-options'), 'nosniff');
    t.notMatch(answer.text, 'from the origin');
    t.equal(origin.arrivals.length, 0);
  },
);

t.test('CVE-2026-30923 hexDecode of one digit', async t => {
  const { gateway } = await start(t);
  t.equal((await askOnce(gateway.port, request('GET /?hex=4'))).status, 200);
  t.equal((await askOnce(gateway.port, request('GET /?hex=41'))).status, 200);
  const lines = await gateway.audit(2);
  t.same(
    lines.map(({ rules }) => rules.map(({ id }) => id)),
    [[], [150]],
  );
});

t.test('CVE-2025-47947 sanitising a flood of arguments', async t => {
  const { gateway, origin } = await start(t);
  const flood = JSON.stringify(Array.from({ length: 5_000 }, () => ({ password: 'p' })));
  const answer = await askOnce(gateway.port, request('POST /', ['Content-Type: application/json'], flood));
  t.equal(answer.status, 400, 'their number is limited: an error of the body');
  t.equal(origin.arrivals.length, 0);
});

t.test('CVE-2021-35368 an exclusion for a path does not hold for what only looks like it', async t => {
  const { gateway, origin } = await start(t, `, waf: { exclude: [{ rule: 140, path: /editor/ }] }`);
  const status = async (target: string) =>
    (await askOnce(gateway.port, request(`GET ${target}?q=attack`))).status;
  t.equal(await status('/editor/save'), 200, 'where it holds');
  const pretenders = [
    '/index.php/editor/',
    '/editor/../admin',
    '/editor/%2e%2e/admin',
    '/editor/..%2fadmin',
    '/editor%2f..%2fadmin',
    '/editor/..;/admin',
    '/x/..%5ceditor/',
    '/editor',
  ];
  for (const target of pretenders) t.equal(await status(target), 403, target);
  t.equal(origin.arrivals.length, 1);
});
