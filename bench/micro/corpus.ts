import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RequestHead } from '../../src/core/index.js';
import { WORKLOADS } from '../load/requests.js';
import { realValues } from '../load/words.js';

/** Captured requests beside the project, where they are there; made-up ones otherwise. */
const FOLDER = fileURLToPath(new URL('../../../shared/corpus/requests/benign', import.meta.url));
const MOST = 4_000;

function rawRequests(): string[] {
  if (!existsSync(FOLDER)) {
    return WORKLOADS['fresh'].make(MOST, 1, realValues(FOLDER)).map(bytes => bytes.toString('latin1'));
  }
  const names = readdirSync(FOLDER).sort().slice(0, MOST);
  return names.map(name => readFileSync(`${FOLDER}/${name}`, 'latin1'));
}

export interface CorpusRequest {
  readonly head: RequestHead;
  readonly body: Buffer;
}

function parseRaw(text: string): CorpusRequest {
  const end = text.indexOf('\r\n\r\n');
  const [line, ...fields] = text.slice(0, end < 0 ? text.length : end).split('\r\n');
  const [method, target] = line.split(' ');
  const rawHeaders = fields.flatMap(field => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon), field.slice(colon + 1).trim()];
  });
  const body = end < 0 ? '' : text.slice(end + 4);
  return {
    head: new RequestHead(method, target ?? '/', '1.1', rawHeaders),
    body: Buffer.from(body, 'latin1'),
  };
}

export const requests: readonly CorpusRequest[] = rawRequests().map(parseRaw);

export const values: readonly string[] = realValues(FOLDER);
