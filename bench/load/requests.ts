import { Draw, madeUpWord } from './words.js';

/** Makes the requests of one round, as bytes. */
export type Workload = (count: number, seed: number, values: readonly string[]) => Buffer[];

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36';

function browserHead(line: string, cookies: string): string {
  return `${line} HTTP/1.1\r
Host: www.example.jp\r
Connection: keep-alive\r
sec-ch-ua: "Chromium";v="149", "Not_A Brand";v="24"\r
sec-ch-ua-mobile: ?0\r
sec-ch-ua-platform: "Windows"\r
Upgrade-Insecure-Requests: 1\r
User-Agent: ${AGENT}\r
Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r
Sec-Fetch-Site: same-origin\r
Sec-Fetch-Mode: navigate\r
Sec-Fetch-Dest: document\r
Referer: https://www.example.jp/products/tea/?sort=price\r
Accept-Encoding: gzip, deflate, br\r
Accept-Language: ja,en-US;q=0.8,en;q=0.6\r
Cookie: ${cookies}\r
`;
}

function post(line: string, cookies: string, body: string): Buffer {
  const head = browserHead(line, cookies);
  const fields = `Origin: https://www.example.jp\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n`;
  return Buffer.from(`${head}${fields}\r\n${body}`, 'latin1');
}

const COOKIES =
  '_ga=GA1.1.1484651027.1751790002; cart=3f9c1b7e-5a51-4a77-9d0f-0c8c6d7f2b11; lang=ja; seen=12%2C77%2C108';

const GET = Buffer.from(
  `${browserHead('GET /products/search?q=sencha+green+tea&category=leaf&page=2&sort=price_asc&in_stock=1', COOKIES)}\r\n`,
  'latin1',
);

const POST = post(
  'POST /contact/send',
  COOKIES,
  'name=Yamada+Hanako&email=hanako%40example.jp&phone=03-1234-5678&subject=Delivery+date' +
    '&message=Good+morning%2C+could+you+deliver+my+order+on+Friday+afternoon+instead%3F+Thank+you+very+much.' +
    '&newsletter=on&csrf=9b2f0c64a1e84c35b7d1f0a2c3e4d5b6',
);

/** A value that was never sent before: a captured or made-up one with something new behind it. */
function freshValue(draw: Draw, values: readonly string[]): string {
  let text = draw.of(values);
  for (let i = draw.below(4); i >= 0; i--) text += `+${madeUpWord(draw)}`;
  return text + draw.below(1_000_000);
}

const NAMES = ['q', 'name', 'title', 'comment', 'ref', 'page', 'category', 'color', 'note', 'id'];

function freshFields(draw: Draw, values: readonly string[]): string {
  const first = draw.below(NAMES.length);
  let text = '';
  for (let i = draw.below(3) + 2; i >= 0; i--) {
    text += `${text === '' ? '' : '&'}${NAMES[(first + i) % NAMES.length]}=${freshValue(draw, values)}`;
  }
  return text;
}

function freshRequest(draw: Draw, values: readonly string[]): Buffer {
  const cookies = `session=${draw.below(2 ** 31).toString(36)}${draw.below(2 ** 31).toString(36)}; last=${madeUpWord(draw)}${draw.below(9999)}`;
  const path = `/${madeUpWord(draw)}/${madeUpWord(draw)}`;
  if (draw.below(4) === 0) return post(`POST ${path}`, cookies, freshFields(draw, values));
  return Buffer.from(`${browserHead(`GET ${path}?${freshFields(draw, values)}`, cookies)}\r\n`, 'latin1');
}

function freshRequests(count: number, seed: number, values: readonly string[]): Buffer[] {
  const draw = new Draw(seed);
  return Array.from({ length: count }, () => freshRequest(draw, values));
}

export const WORKLOADS: Readonly<Record<string, { readonly title: string; readonly make: Workload }>> = {
  get: { title: 'a browser’s GET with query and cookies, always the same', make: () => [GET] },
  post: { title: 'a form’s POST (urlencoded, 0.3 kB), always the same', make: () => [POST] },
  fresh: {
    title: 'three GET to one POST, every path, field and cookie value never seen before',
    make: freshRequests,
  },
};
