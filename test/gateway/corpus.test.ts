import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { TestGateway } from '../support/gateway.js';
import { type Arrival, ok, WireOrigin } from '../support/origin.js';
import { ROOT } from '../support/process.js';
import { fieldOf, WireClient, type WireResponse } from '../support/wire.js';

const CORPUS = join(ROOT, '../shared/corpus/requests');
/** Requests on the way at the same time. */
const CONCURRENCY = 24;
/** Header that ties what arrives to what was sent; it goes on like any other. */
const TAG = 'X-Corpus-Number';

interface Captured {
  readonly name: string;
  readonly kind: 'attack' | 'benign';
  readonly bytes: Buffer;
  readonly line: string;
  /** Fields in order as `name: value`, without those that are for one hop. */
  readonly fields: readonly string[];
  readonly body: Buffer;
}

const ONE_HOP = new Set([
  ...[
    'connection',
    'keep-alive',
    'proxy-connection',
    'proxy-authorization',
    'proxy',
    'te',
    'trailer',
    'transfer-encoding',
  ],
  ...['upgrade', 'expect', 'http2-settings', 'content-length', 'x-real-ip', 'forwarded'],
]);

/** A field that is to arrive as it was sent: neither for one hop nor one the gateway says itself. */
function isEndToEnd(name: string): boolean {
  const folded = name.toLowerCase().replaceAll('_', '-');
  return !ONE_HOP.has(folded) && !folded.startsWith('x-forwarded-');
}

/** A capture as it goes over the wire: framed anew for what is there of its body, on a connection that closes. */
function capture(file: string, kind: Captured['kind'], name: string, number: number): Captured {
  const raw = readFileSync(file);
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  const isCrlf = crlf >= 0 && (lf < 0 || crlf < lf);
  const end = isCrlf ? crlf : lf < 0 ? raw.length : lf;
  const body = raw.subarray(Math.min(raw.length, end + (isCrlf ? 4 : 2)));
  const [line, ...lines] = raw
    .toString('latin1', 0, end)
    .split(/\r?\n/)
    .filter(text => text !== '');
  const fields: string[] = [];
  const sent: string[] = [];
  let chunked = false;
  let host = false;
  for (const text of lines) {
    const colon = text.indexOf(':');
    const field = text.slice(0, colon);
    const lower = field.toLowerCase();
    if (lower === 'connection' || lower === 'content-length') continue;
    if (lower === 'transfer-encoding') chunked = true;
    if (lower === 'host') {
      if (host) continue;
      host = true;
    }
    sent.push(text);
    if (isEndToEnd(field)) fields.push(`${field}: ${text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')}`);
  }
  if (!host) {
    sent.unshift('Host: www.example.com');
    fields.unshift('Host: www.example.com');
  }
  if (!chunked && (body.length > 0 || !/^(GET|HEAD|OPTIONS) /.test(line)))
    sent.push(`Content-Length: ${body.length}`);
  const tag = `${TAG}: ${number}`;
  const head = [line, ...sent, tag, 'Connection: close', '', ''].join('\r\n');
  return {
    ...{ name: `${kind}/${name}`, kind, line, fields: [...fields, tag], body },
    bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]),
  };
}

function readCorpus(): Captured[] {
  const all: Captured[] = [];
  for (const kind of ['attack', 'benign'] as const) {
    for (const name of readdirSync(join(CORPUS, kind)).sort()) {
      all.push(capture(join(CORPUS, kind, name), kind, name, all.length));
    }
  }
  return all;
}

/** Host is written first and in lower case by the client library: compared by value, all others in order. */
function comparable(fields: readonly string[]): { host: string[]; others: string[] } {
  const isHost = (field: string): boolean => /^host:/i.test(field);
  return {
    host: fields.filter(isHost).map(field => field.slice(5).trim()),
    others: fields.filter(field => !isHost(field)),
  };
}

function arrivedFields(arrival: Arrival): string[] {
  return arrival.fields.filter(([name]) => isEndToEnd(name)).map(([name, value]) => `${name}: ${value}`);
}

/** What is wrong with an arrival, or null. */
function difference(sent: Captured, arrival: Arrival): string | null {
  const [method, target] = sent.line.split(' ');
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
  if (!arrival.line.startsWith(`${method} ${path} HTTP/`))
    return `the request line is ${arrival.line.slice(0, 200)}`;
  const [want, got] = [comparable(sent.fields), comparable(arrivedFields(arrival))];
  if (JSON.stringify(want) !== JSON.stringify(got)) {
    const missing = want.others.filter(field => !got.others.includes(field));
    const added = got.others.filter(field => !want.others.includes(field));
    return `fields differ: ${JSON.stringify({ missing, added, host: [want.host, got.host] }).slice(0, 400)}`;
  }
  if (!/chunked/i.test(sent.bytes.toString('latin1', 0, 4096)) && !arrival.body.equals(sent.body)) {
    return `${sent.body.length} bytes of body became ${arrival.body.length}`;
  }
  return null;
}

async function sendOne(port: number, { bytes, line }: Captured): Promise<WireResponse> {
  const client = WireClient.open(port).send(bytes);
  try {
    return await client.response(line.startsWith('HEAD '));
  } finally {
    client.close();
  }
}

const skip = existsSync(CORPUS) ? false : `no corpus at ${CORPUS}`;

t.test(
  'every captured request is blocked, refused by the parser, or arrives as it was sent',
  { skip },
  async t => {
    t.setTimeout(280_000);
    const corpus = readCorpus();
    const arrived = new Map<number, Arrival>();
    const origin = await WireOrigin.start(t, arrival => {
      arrived.set(Number(fieldOf(arrival, TAG.toLowerCase())), arrival);
      return ok('arrived');
    });
    origin.records = false;
    const sites = `- { hosts: ['*'], upstream: ${origin.url}, waf: { mode: block } }`;
    const folder = new TempFolder(t);
    // No rules of the folder's own: the shipped ones.
    const gateway = await TestGateway.startIn(t, folder, { sites });
    const counts = {
      attack: { sent: 0, blocked: 0, refused: 0 },
      benign: { sent: 0, blocked: 0, refused: 0 },
    };
    const wrong: string[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < corpus.length) {
        const number = next++;
        const sent = corpus[number];
        const { status, text } = await sendOne(gateway.port, sent);
        const count = counts[sent.kind];
        count.sent++;
        const arrival = arrived.get(number);
        arrived.delete(number);
        if (status === 403) count.blocked++;
        else if (status >= 400 && status < 500) count.refused++;
        else if (status !== 200)
          wrong.push(`${sent.name}: ${status === 0 ? 'no answer' : status} ${text.slice(0, 80)}`);
        if (status === 200) {
          const different =
            arrival === undefined ? 'answered 200 without arriving' : difference(sent, arrival);
          if (different !== null) wrong.push(`${sent.name}: ${different}`);
        } else if (arrival !== undefined)
          wrong.push(`${sent.name}: answered ${status}, and arrived all the same`);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    for (const kind of ['attack', 'benign'] as const) {
      const { sent, blocked, refused } = counts[kind];
      t.comment(`${kind}: ${blocked} of ${sent} blocked, ${refused} refused as no sound request`);
    }
    t.strictSame(wrong.slice(0, 20), [], `${wrong.length} of ${corpus.length} went wrong`);
    t.equal(counts.attack.sent + counts.benign.sent, corpus.length);
    t.ok(counts.attack.sent > 100 && counts.benign.sent > 6000, 'the whole corpus was there');
    t.ok(counts.attack.blocked * 2 >= counts.attack.sent, 'at least half of the attacks are blocked');
    t.ok(counts.benign.blocked * 50 <= counts.benign.sent, 'at most 2% of the benign are');
    t.ok(counts.benign.refused * 100 <= counts.benign.sent, 'at most 1% of the benign are refused');
    const { samples } = await gateway.metrics();
    const faults = samples.filter(
      ({ name, labels }) => name === 'sekisho_faults_total' && labels['source'] !== 'client',
    );
    t.strictSame(
      faults.filter(({ value }) => value > 0),
      [],
      'no fault of ours',
    );
  },
);
