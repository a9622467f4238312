import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { RequestHead } from '../../src/core/index.js';
import { chooseBodyProcessor, normalisePath, parseBody, parseHead } from '../../src/parse/index.js';
import { LIMITS } from './limits.js';

/** Recorded requests, one a file, kept beside the repository; the test says so where they are absent. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/requests', import.meta.url));

function read(file: string): { head: RequestHead; body: Buffer } {
  const bytes = readFileSync(file);
  const end = bytes.indexOf('\r\n\r\n');
  const [requestLine, ...lines] = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).split(/\r?\n/);
  const [method, target, protocol = 'HTTP/1.1'] = requestLine.split(' ');
  const rawHeaders = lines.flatMap(line => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const head = new RequestHead(method, target ?? '', protocol.slice(5), rawHeaders);
  return { head, body: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4) };
}

const skip = existsSync(corpus) ? false : 'needs ../shared/corpus/requests';

t.test('every recorded request is taken apart', { skip }, async t => {
  let requests = 0;
  const errors: string[] = [];
  for (const folder of readdirSync(corpus)) {
    for (const name of readdirSync(join(corpus, folder))) {
      const { head, body } = read(join(corpus, folder, name));
      requests++;
      const parsed = parseHead(head, LIMITS);
      const { path } = normalisePath(head.target);
      const type = head.header('content-type') ?? '';
      const processor = /json/i.test(type)
        ? 'JSON'
        : /xml/i.test(type)
          ? 'XML'
          : chooseBodyProcessor(parsed.mediaType);
      const result = parseBody(processor, body, type, LIMITS, parsed.args.length);
      if (!path.startsWith('/')) t.fail(`${name}: ${path}`);
      const error = parsed.error ?? result.error;
      if (error !== null && folder === 'benign') errors.push(`${processor} ${name}: ${error}`);
    }
  }
  t.comment(
    `${requests} requests, ${errors.length} benign ones with an error\n${errors.slice(0, 40).join('\n')}`,
  );
  t.ok(requests > 1000);
  // Recorded bodies may be cut short; more errors than that would be our own.
  t.ok(errors.length < requests / 100);
});
