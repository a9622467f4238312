import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { RequestHead, type Site, Transaction } from '../../src/core/index.js';
import { type Answer, blockPage } from '../../src/decide/index.js';
import { poolSettings } from '../support/pool.js';

const ID = '01abcdefghjkmnpqrstv';
const CHROME = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

function transaction(own: string | null = null): Transaction {
  const head = new RequestHead('GET', '/?secret-path', '1.1', []);
  const made = new Transaction(ID, head, Date.UTC(2026, 0, 2, 3, 4, 5), 0, false, '127.0.0.1', 80);
  const site: Site = {
    name: 'a.example',
    hosts: ['a.example'],
    pool: poolSettings('http://10.9.8.7:8080'),
    routes: [],
    requestHeaders: null,
    responseHeaders: null,
    bodyLimit: 1,
    overBodyLimit: 'reject',
    onFault: 'block',
    mode: 'block',
    modeByPath: [],
    blockPage: own,
    maintenancePage: null,
  };
  made.site = site;
  return made;
}

function page(status: number, accept?: string, language?: string, own: string | null = null): Answer {
  return blockPage(transaction(own), { status }, accept, language);
}

function typeFor(accept: string | undefined): string {
  return page(403, accept).headers['content-type'].split(';')[0];
}

t.test('the form by Accept', async t => {
  const cases: [string | undefined, string][] = [
    [CHROME, 'text/html'],
    ['application/json', 'application/json'],
    ['application/json, text/plain, */*', 'application/json'],
    ['application/problem+json', 'application/problem+json'],
    ['application/*', 'application/json'],
    ['text/*', 'text/html'],
    ['*/*', 'text/plain'],
    [undefined, 'text/plain'],
    ['', 'text/plain'],
    ['image/avif,image/webp,*/*;q=0.8', 'text/plain'],
    ['text/html;q=0.5, application/json;q=0.9', 'application/json'],
    ['text/html;q=0, text/*', 'text/plain'],
    ['application/json;q=0, text/html;q=0.1', 'text/html'],
    ['TEXT/HTML; level=1 ; Q=0.7', 'text/html'],
    ['text/html;q=2, application/json;q=0.1', 'application/json'],
    ['text/html;q=abc', 'text/plain'],
    ['text/html, application/json', 'text/html'],
    ['application/json, text/html', 'application/json'],
    [`${'a/b,'.repeat(5000)}text/html`, 'text/plain'],
  ];
  for (const [accept, type] of cases) t.equal(typeFor(accept), type, String(accept).slice(0, 60));
});

t.test('the language by Accept-Language', async t => {
  const cases: [string | undefined, string][] = [
    [undefined, 'en'],
    ['ja', 'ja'],
    ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    ['en-US,en;q=0.9,ja;q=0.8', 'en'],
    ['fr, ja;q=0.3', 'ja'],
    ['fr', 'en'],
    ['*', 'en'],
    ['ja;q=0, en', 'en'],
    ['jam', 'en'],
  ];
  for (const [language, expected] of cases) {
    const answer = page(403, CHROME, language);
    t.equal(answer.headers['content-language'], expected, String(language));
    t.match(answer.body.toString(), `<html lang="${expected}">`);
  }
  t.match(page(403, CHROME, 'ja').body.toString(), 'アクセスできません');
});

t.test('headers that keep the page harmless', async t => {
  const { headers, body } = page(403, CHROME);
  t.equal(headers['cache-control'], 'no-store');
  t.equal(headers['x-content-type-options'], 'nosniff');
  t.equal(headers['content-type'], 'text/html; charset=utf-8');
  t.equal(headers['content-length'], String(body.length));
  const policy = headers['content-security-policy'];
  t.match(policy, /^default-src 'none'; style-src 'sha256-/);
  const style = /<style>([\s\S]*)<\/style>/.exec(body.toString())?.[1] ?? '';
  t.ok(style.length > 100);
  t.match(
    policy,
    createHash('sha256').update(style).digest('base64'),
    'the hash is that of the style in the page',
  );
  t.notMatch(body.toString(), /https?:|src=|href=|<script|style="/);
  t.ok(body.length < 4096, `${body.length} bytes`);
});

t.test('every status, form and language shows the id and nothing else of the request', async t => {
  for (const status of [400, 403, 406, 408, 413, 421, 429, 431, 500, 501, 502, 503, 504, 599]) {
    for (const accept of [CHROME, 'application/json', '*/*']) {
      for (const language of ['en', 'ja']) {
        const verdict = { kind: 'block' as const, status, reason: 'rule' as const, by: 942100 };
        const answer = blockPage(transaction(), verdict, accept, language);
        const text = answer.body.toString();
        t.equal(answer.status, status);
        t.ok(text.includes(ID) && text.includes(String(status)));
        t.notMatch(
          text,
          /942100|rule|10\.9\.8\.7|secret-path|\{\{|undefined/,
          `${status} ${accept} ${language}`,
        );
      }
    }
  }
  t.equal(page(200, CHROME).status, 403, 'a status that is no refusal');
});

t.test('JSON has the members of RFC 9457', async t => {
  const { body } = page(504, 'application/json', 'en');
  t.strictSame(JSON.parse(body.toString()), {
    title: 'No answer in time',
    status: 504,
    detail: 'The site did not answer in time. Please try again later.',
    id: ID,
    time: '2026-01-02T03:04:05.000Z',
  });
});

t.test('Retry-After', async t => {
  t.equal(
    blockPage(transaction(), { status: 429, retryAfter: 2.4 }, CHROME, 'en').headers['retry-after'],
    '3',
  );
  t.equal(page(429).headers['retry-after'], '30');
  t.equal(blockPage(transaction(), { status: 503, retryAfter: 0 }, CHROME, 'en').headers['retry-after'], '1');
  t.notOk('retry-after' in page(403).headers);
});

t.test('a site’s own page', async t => {
  const own = '<p>{{ id }} {{status}} {{time}} {{other}} $& 日本</p>';
  const answer = page(403, CHROME, 'ja', own);
  t.equal(answer.body.toString(), `<p>${ID} 403 2026-01-02T03:04:05.000Z {{other}} $& 日本</p>`);
  t.match(answer.headers['content-security-policy'], "default-src 'none'");
  t.notOk('content-language' in answer.headers, 'its language is not known');
  t.match(page(502, CHROME, 'en', own).body.toString(), 'could not be reached', 'not for failures');
  t.match(page(403, 'application/json', 'en', own).headers['content-type'], 'application/json');
  const hostile = new Transaction('<b>&"\'', new RequestHead('GET', '/', '1.1', []), 0, 0, false, '', 0);
  hostile.site = transaction(own).site;
  t.match(blockPage(hostile, { status: 403 }, CHROME, 'en').body.toString(), '&lt;b&gt;&amp;&quot;&#39;');
});

t.test('any headers are answered', async () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), fc.string({ maxLength: 3000 }), (accept, language) => {
      const answer = page(403, accept, language);
      return answer.status === 403 && answer.body.includes(ID);
    }),
  );
});
