/** A real browser through the gateway as it is shipped: its rules, its block page, its defaults. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { Cli, freePorts } from '../support/process.js';
import { launch, SKIP } from './chromium.js';
import { Site } from './origin.js';

/** A request id as the block page shows it. */
const REQUEST_ID = /^[\w-]{16,64}$/;
const ATTACK = "/search?q=1'%20UNION%20SELECT%20password%20FROM%20users--";

if (SKIP !== false) {
  t.test('browser', { skip: SKIP }, async () => {});
} else {
  const folder = new TempFolder(t);
  const site = await Site.start(t);
  const [port] = await freePorts(1);
  const base = `http://127.0.0.1:${port}`;
  const config = folder.write(
    'sekisho.yaml',
    `listen: { http: "127.0.0.1:${port}", admin: off }
workers: 1
log: { access: off }
audit: { file: audit.jsonl, which: relevant }
sites: [{ hosts: ["*"], upstream: "${site.url}", waf: { mode: block } }]
`,
  );
  await new Cli(t, ['run', '--config', config]).log('ready');
  const browser = await launch();
  t.teardown(() => browser.close());
  run(browser, base, site, folder);
}

/** A page of a visitor of its own, and what its console said. */
async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<[Page, string[]]> {
  const context = await browser.newContext({ locale: 'ja-JP', ...options });
  const page = await context.newPage();
  const console: string[] = [];
  page.on('console', message => console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => console.push(`exception: ${error.message}`));
  page.on('requestfailed', request => {
    const reason = request.failure()?.errorText;
    // A page that is left gives up its stream of events.
    if (reason !== 'net::ERR_ABORTED') console.push(`failed: ${request.url()} ${reason}`);
  });
  return [page, console];
}

/** An expression for the page: what the browser makes of a property. */
const style = (selector: string, property: string): string =>
  `getComputedStyle(document.querySelector('${selector}')).${property}`;

function run(browser: Browser, base: string, site: Site, folder: TempFolder): void {
  t.test('a page with style sheet, script and image, a WebSocket and server-sent events', async t => {
    const [page, console] = await visit(browser);
    const answer = await page.goto(`${base}/`);
    t.equal(answer?.status(), 200);
    t.equal(await page.textContent('h1'), '街道の茶屋');
    t.equal(await page.evaluate(style('h1', 'color')), 'rgb(200, 100, 50)', 'the style sheet applies');
    t.ok(Number(await page.evaluate("document.querySelector('#logo').naturalWidth")) > 0, 'the image shows');

    await page.locator('#echo', { hasText: '|' }).waitFor();
    t.equal(await page.textContent('#echo'), 'echo: 一服いかがですか|');
    await page.waitForSelector('#events li');
    t.equal(await page.textContent('#events li:nth-child(1)'), '開店しました');
    site.tell('団子が焼けました');
    await page.waitForSelector('#events li:nth-child(2)');
    t.equal(
      await page.textContent('#events li:nth-child(2)'),
      '団子が焼けました',
      'a later event arrives at once',
    );

    await page.evaluate("window.say('<b>it is open still</b>')");
    await page.locator('#echo', { hasText: 'still' }).waitFor();
    t.equal(await page.evaluate('window.socketState()'), 1, 'the WebSocket is open');
    t.strictSame(console, []);
    await page.context().close();
  });

  t.test('a form with what people write arrives as it was written', async t => {
    const text = [
      '明日の午後三時に二名で伺います。よろしくお願いします。',
      `It's O'Brien's "favourite" tea -- isn't it? 100% & more; see https://example.jp/tea?kind=green&cup=2#menu`,
      'for (let i = 0; i < cups.length; i++) { total += cups[i].price; }',
      'Select a tea from the menu, or order by phone.',
    ].join('\r\n');
    const [page, console] = await visit(browser);
    await page.goto(`${base}/`);
    await page.fill('#comment [name=name]', "山田 太郎 (O'Hara)");
    await page.fill('#comment [name=text]', text.replaceAll('\r\n', '\n'));
    await page.click('#comment button');
    await page.waitForSelector('#thanks', { timeout: 20_000 });
    const sent = site.posts.at(-1);
    t.equal(sent?.path, '/comment');
    const fields = new URLSearchParams(sent?.body.toString('latin1'));
    t.equal(fields.get('name'), "山田 太郎 (O'Hara)");
    t.equal(fields.get('text'), text);
    t.strictSame(console, []);
    await page.context().close();
  });

  t.test('an uploaded file arrives byte for byte', async t => {
    const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(300_000)]);
    const [page, console] = await visit(browser);
    await page.goto(`${base}/`);
    await page.setInputFiles('#upload [name=file]', {
      name: '旅の写真 (1).png',
      mimeType: 'image/png',
      buffer: bytes,
    });
    await page.fill('#upload [name=note]', '峠にて');
    await page.click('#upload button');
    await page.waitForSelector('#thanks', { timeout: 20_000 });
    const sent = site.posts.at(-1);
    t.equal(sent?.path, '/upload');
    t.match(sent?.type, /^multipart\/form-data; boundary=/);
    t.ok(sent?.body.includes(bytes), 'the file');
    t.ok(sent?.body.includes('旅の写真 (1).png'), 'its name');
    t.ok(sent?.body.includes('峠にて'), 'the field beside it');
    t.strictSame(console, []);
    await page.context().close();
  });

  for (const locale of ['en-GB', 'ja-JP']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      t.test(`an attack gets the block page (${locale}, ${colorScheme})`, async t => {
        const [page, console] = await visit(browser, {
          locale,
          colorScheme,
          viewport: { width: 900, height: 600 },
        });
        const answer = await page.goto(base + ATTACK);
        t.equal(answer?.status(), 403);
        t.equal(await page.getAttribute('html', 'lang'), locale.slice(0, 2));
        const id = (await page.textContent('dd')) ?? '';
        t.match(id, REQUEST_ID);
        // The line is written when the answer is out; a test that waits for ever is ended by its time limit.
        while (!folder.read('audit.jsonl').includes(id)) await sleep(20);
        t.pass('the audit log knows it by this id');
        const background = await page.evaluate(style('body', 'backgroundColor'));
        t.equal(
          background,
          colorScheme === 'dark' ? 'rgb(22, 21, 19)' : 'rgb(246, 245, 242)',
          'its style applies',
        );
        await page.setViewportSize({ width: 320, height: 568 });
        const overflow = 'document.documentElement.scrollWidth - innerWidth';
        t.ok(Number(await page.evaluate(overflow)) <= 0, 'it fits a narrow screen');
        t.strictSame(
          console.filter(line => !/status of 403/.test(line)),
          [],
          'nothing in the console but the status',
        );
        await picture(page, `blocked-${locale}-${colorScheme}`);
        await page.context().close();
      });
    }
  }
}

/** With SCREENSHOTS=<folder>, pictures for people to look at, wide and narrow. */
async function picture(page: Page, name: string): Promise<void> {
  const target = process.env['SCREENSHOTS'];
  if (target === undefined) return;
  mkdirSync(target, { recursive: true });
  await page.screenshot({ path: join(target, `${name}-narrow.png`) });
  await page.setViewportSize({ width: 900, height: 600 });
  await page.screenshot({ path: join(target, `${name}.png`) });
}
