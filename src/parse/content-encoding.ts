import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { lowerAscii, RequestError } from '../core/index.js';
import { decodeZstd } from './zstd.js';

/** Bounds on what a compressed body may become. */
export interface ContentLimits {
  /** Most bytes out for each byte received. Bodies up to 64 KiB are never over it. */
  readonly maxRatio: number;
  /** Most bytes out. */
  readonly maxBytes: number;
}

/** Codings that may lie over one another. */
const MAX_LAYERS = 2;

const NOTHING = Buffer.alloc(0);

/** In so many pieces is a body read that cannot be decoded whole. */
const PIECES = 256;

/** Ratios say nothing about small bodies: a few hundred bytes of JSON may well shrink a hundredfold. */
const RATIO_FLOOR = 64 * 1024;

interface Options {
  readonly maxOutputLength: number;
  readonly info: true;
}
type Finish = (error: Error | null, result: Buffer) => void;
interface Decoder {
  /** Decodes all at once, off the event loop. */
  readonly whole: (body: Buffer, options: Options, finish: Finish) => void;
  /** Decodes piece by piece: for what can be had of a body that cannot be decoded whole. */
  readonly pieces: () => Transform;
}

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;
/** An end that is missing is no error then. */
const UNFINISHED = { finishFlush: Z_SYNC_FLUSH };
const GUNZIP: Decoder = { whole: zlib.gunzip, pieces: () => zlib.createGunzip(UNFINISHED) };
const INFLATE: Decoder = { whole: zlib.inflate, pieces: () => zlib.createInflate(UNFINISHED) };
const INFLATE_RAW: Decoder = { whole: zlib.inflateRaw, pieces: () => zlib.createInflateRaw(UNFINISHED) };
const BROTLI: Decoder = {
  whole: zlib.brotliDecompress,
  pieces: () => zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH }),
};

function decoderFor(coding: string, body: Buffer): Decoder | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return GUNZIP;
    case 'br':
      return BROTLI;
    case 'deflate':
      // The field means the zlib format (RFC 9110 section 8.4.1.2); some clients send raw deflate, and servers take both.
      return body.length > 1 && (body[0] & 15) === 8 && body.readUInt16BE(0) % 31 === 0
        ? INFLATE
        : INFLATE_RAW;
    default:
      return null;
  }
}

/** A body that cannot be decoded. */
export class ContentError extends RequestError {
  constructor(
    status: number,
    message: string,
    /** What could be decoded of it, within the limits; empty when nothing could. */
    readonly partial: Buffer = NOTHING,
    cause?: Error,
  ) {
    super('client', 'content-encoding', status, `request body: ${message}`, { cause });
  }

  /** True when it is larger than the limits allow, whatever else may be wrong with it. */
  get isTooLarge(): boolean {
    return this.status === 413;
  }
}

/**
 * Removes the content codings of a request body, off the event loop.
 * @param encodings Content-Encoding header (several joined with commas); `identity` and nothing mean none
 * @param body bytes as received
 * @returns the decoded bytes; `body` itself when there is no coding
 * @throws ContentError, of the client: `content-encoding` 415 for an unknown coding or more than two, 413 for more
 * bytes than the limits allow, 400 for bytes that are not of the coding, are cut short or followed by others
 */
export async function decodeContent(encodings: string, body: Buffer, limits: ContentLimits): Promise<Buffer> {
  const codings = lowerAscii(encodings)
    .split(',')
    .map(coding => coding.replace(/^[ \t]+/, '').replace(/[ \t]+$/, ''))
    .filter(coding => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_LAYERS)
    throw new ContentError(415, `${codings.length} content codings, at most ${MAX_LAYERS} are read`);
  const most = Math.min(limits.maxBytes, Math.max(RATIO_FLOOR, body.length * limits.maxRatio));
  let decoded = body;
  for (const [index, coding] of codings.reverse().entries()) {
    if (coding === 'zstd') decoded = await unpackZstd(decoded, most);
    else {
      const decoder = decoderFor(coding, decoded);
      if (decoder === null) {
        throw new ContentError(415, `unknown content coding ${JSON.stringify(coding.slice(0, 40))}`);
      }
      decoded = await run(decoder, coding, decoded, most, index === codings.length - 1);
    }
  }
  return decoded;
}

async function unpackZstd(body: Buffer, most: number): Promise<Buffer> {
  const result = await decodeZstd(body, most);
  if (result === 'invalid') throw new ContentError(400, 'not valid zstd');
  if (result === 'too-large')
    throw new ContentError(413, `more than ${most} bytes of zstd, or not valid zstd`);
  return result;
}

/** @param isLast false when another coding lies under this one: then a part of it is of no use */
async function run(
  decoder: Decoder,
  coding: string,
  body: Buffer,
  most: number,
  isLast: boolean,
): Promise<Buffer> {
  const outcome = await decodeWhole(decoder, body, most);
  if (Buffer.isBuffer(outcome)) return outcome;
  const partial = isLast ? await decodePart(decoder.pieces(), body, most) : NOTHING;
  const { error } = outcome;
  if (error === null) throw new ContentError(400, `something after the end of ${coding}`, partial);
  const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  const message = isTooLarge
    ? `more than ${most} bytes of ${coding}`
    : `not valid ${coding}: ${error.message}`;
  throw new ContentError(isTooLarge ? 413 : 400, message, partial, error);
}

/** @returns the bytes; the error that the decoder gives; or null for it when there is something after the end */
function decodeWhole(
  { whole }: Decoder,
  body: Buffer,
  most: number,
): Promise<Buffer | { readonly error: Error | null }> {
  return new Promise(resolve => {
    whole(body, { maxOutputLength: most, info: true }, (error, result) => {
      if (error !== null) {
        resolve({ error });
        return;
      }
      // With `info` the result also has the engine, whose bytesWritten is what it consumed.
      const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      resolve(engine.bytesWritten < body.length ? { error: null } : buffer);
    });
  });
}

/** What comes out before the mistake or the limit. */
function decodePart(stream: Transform, body: Buffer, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise(resolve => {
    const finish = (): void => {
      stream.destroy();
      resolve(Buffer.concat(chunks).subarray(0, most));
    };
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= most) finish();
    });
    stream.on('error', finish).on('end', finish);
    // What came out of the piece with the mistake in it is lost: the pieces are small.
    const step = Math.ceil(body.length / PIECES);
    for (let at = 0; at < body.length; at += step) stream.write(body.subarray(at, at + step));
    stream.end();
  });
}
