import * as zlib from 'node:zlib';
import { lowerAscii, RequestError } from '../core/index.js';

/** Bounds on what a compressed body may become. */
export interface ContentLimits {
  /** Most bytes out for each byte received. Bodies up to 64 KiB are never over it. */
  readonly maxRatio: number;
  /** Most bytes out. */
  readonly maxBytes: number;
}

/** Codings that may lie over one another. */
const MAX_LAYERS = 2;

/** Ratios say nothing about small bodies: a few hundred bytes of JSON may well shrink a hundredfold. */
const RATIO_FLOOR = 64 * 1024;

interface Options {
  readonly maxOutputLength: number;
  readonly info: true;
}
type Finish = (error: Error | null, result: Buffer) => void;
type Decoder = (body: Buffer, options: Options, finish: Finish) => void;

/** zstd came with Node 22.15; types of older releases lack it. */
const zstdDecompress = (zlib as { zstdDecompress?: Decoder }).zstdDecompress;

function decoderFor(coding: string, body: Buffer): Decoder | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.gunzip;
    case 'br':
      return zlib.brotliDecompress;
    case 'deflate':
      // The field means the zlib format (RFC 9110 section 8.4.1.2); some clients send raw deflate, and servers take both.
      return body.length > 1 && (body[0] & 15) === 8 && body.readUInt16BE(0) % 31 === 0
        ? zlib.inflate
        : zlib.inflateRaw;
    case 'zstd':
      return zstdDecompress ?? null;
    default:
      return null;
  }
}

/**
 * Removes the content codings of a request body, off the event loop.
 * @param encodings Content-Encoding header (several joined with commas); `identity` and nothing mean none
 * @param body bytes as received
 * @returns the decoded bytes; `body` itself when there is no coding
 * @throws RequestError of the client: `content-encoding` 415 for an unknown coding or more than two, 413 for more
 * bytes than the limits allow, 400 for bytes that are not of the coding, are cut short or followed by others
 */
export async function decodeContent(encodings: string, body: Buffer, limits: ContentLimits): Promise<Buffer> {
  const codings = lowerAscii(encodings)
    .split(',')
    .map(coding => coding.replace(/^[ \t]+/, '').replace(/[ \t]+$/, ''))
    .filter(coding => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_LAYERS)
    throw refused(415, `${codings.length} content codings, at most ${MAX_LAYERS} are read`);
  const most = Math.min(limits.maxBytes, Math.max(RATIO_FLOOR, body.length * limits.maxRatio));
  let decoded = body;
  for (const coding of codings.reverse()) {
    const decoder = decoderFor(coding, decoded);
    if (decoder === null) throw refused(415, `unknown content coding ${JSON.stringify(coding.slice(0, 40))}`);
    decoded = await run(decoder, coding, decoded, most);
  }
  return decoded;
}

function run(decoder: Decoder, coding: string, body: Buffer, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    decoder(body, { maxOutputLength: most, info: true }, (error, result) => {
      if (error !== null) {
        const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
        const message = tooLarge
          ? `more than ${most} bytes of ${coding}`
          : `not valid ${coding}: ${error.message}`;
        reject(refused(tooLarge ? 413 : 400, message, error));
        return;
      }
      // With `info` the result also has the engine, whose bytesWritten is what it consumed.
      const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      if (engine.bytesWritten < body.length) reject(refused(400, `something after the end of ${coding}`));
      else resolve(buffer);
    });
  });
}

function refused(status: number, message: string, cause?: Error): RequestError {
  return new RequestError('client', 'content-encoding', status, `request body: ${message}`, { cause });
}
