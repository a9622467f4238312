import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildRequest, type FtwTest, loadTests, nameOf, reflect } from '../../../../src/ftw/index.js';
import { parseRawRequest, type RawRequest, RawRequestError } from '../../../../src/replay/index.js';
import { CRS4_TESTS } from '../../../crs/corpus.js';
import type { Sample } from './compare.js';

/** Captured requests, where they were put beside the project. */
export const CAPTURED = fileURLToPath(new URL('../../../../../shared/corpus/requests', import.meta.url));
export const skipWithoutCaptured: string | false = existsSync(CAPTURED)
  ? false
  : `no captured requests in ${CAPTURED}`;

/** Names of the captured requests, `attack/….http` and `benign/….http`. */
export function capturedNames(): string[] {
  return ['attack', 'benign'].flatMap(kind =>
    readdirSync(`${CAPTURED}/${kind}`).map(name => `${kind}/${name}`),
  );
}

export function captured(name: string): Sample {
  return { name, request: parseRawRequest(readFileSync(`${CAPTURED}/${name}`)) };
}

/** The Core Rule Set's regression tests, or those that `wanted` names; nothing when they are not there. */
export function crsTests(wanted: (test: FtwTest) => boolean = () => true): FtwTest[] {
  return existsSync(CRS4_TESTS) ? loadTests([CRS4_TESTS]).filter(wanted) : [];
}

/** The stages of a test as requests, with the response that the tests' origin gives. Stages that are no request are left out. */
export function samplesOf(test: FtwTest): Sample[] {
  return test.stages.flatMap(({ input }, index) => {
    const request = readable(buildRequest(input));
    if (request === null) return [];
    const { status, rawHeaders, body } = reflect(request.head.method, request.head.target, request.body);
    const response = { head: { status, httpVersion: '1.1', rawHeaders }, body };
    return [{ name: `${nameOf(test)}, stage ${index + 1}`, request, response }];
  });
}

function readable(raw: Buffer): RawRequest | null {
  try {
    const { head, body } = parseRawRequest(raw);
    if (head.header('transfer-encoding') !== undefined) return { head, body };
    // What follows the framed body is another request.
    return { head, body: body.subarray(0, Number(head.header('content-length') ?? 0)) };
  } catch (error) {
    if (!(error instanceof RawRequestError)) throw error;
    return null;
  }
}
