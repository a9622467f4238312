import * as zlib from 'node:zlib';
import { ZSTDDecoder } from 'zstddec';

/** zstd came to zlib with Node 22.15; types of older releases lack it. */
interface NativeZstd {
  zstdDecompress?(body: Buffer, options: object, finish: (error: Error | null, result: Buffer) => void): void;
  readonly constants: { readonly ZSTD_d_windowLogMax?: number };
}

const native = zlib as unknown as NativeZstd;

/** RFC 9659: a content coding uses windows of at most 8 MiB. */
const WINDOW_LOG = 23;
/** The decoder's memory does not shrink again, and it holds up the event loop for some milliseconds a megabyte. */
const MOST_WITHOUT_NATIVE = 64 * 1024 * 1024;
const MAGIC = 0xfd2fb528;
/** Bodies are sent in one frame, streams in a few: each costs a call of the decoder. */
const MOST_FRAMES = 256;

/** What became of a body in zstd. `too-large` where the decoder cannot tell more bytes from wrong ones, too. */
export type ZstdResult = Buffer | 'invalid' | 'too-large';

const decoder = new ZSTDDecoder();

/**
 * Decodes zstd frames (RFC 8878): with Node's own decoder where it has one, else with the reference decoder compiled to
 * WebAssembly.
 * @param most largest number of bytes out
 */
export async function decodeZstd(body: Buffer, most: number): Promise<ZstdResult> {
  if (body.length < 4 || body.readUInt32LE(0) !== MAGIC) return 'invalid';
  if (native.zstdDecompress !== undefined) return decodeNatively(body, most);
  await decoder.init();
  const room = Math.min(most, MOST_WITHOUT_NATIVE);
  if (body.length > MOST_WITHOUT_NATIVE) return 'too-large';
  // Every error, and a frame that holds nothing, comes back as no bytes.
  const decoded = decoder.decode(body, room);
  return decoded.length === 0 ? 'too-large' : Buffer.from(decoded.buffer, decoded.byteOffset, decoded.length);
}

/** Node's decoder stops behind the first frame; frames may follow one another (RFC 8878 section 3). */
async function decodeNatively(body: Buffer, most: number): Promise<ZstdResult> {
  const frames: Buffer[] = [];
  let size = 0;
  let at = 0;
  while (at < body.length) {
    if (body.length - at < 4 || body.readUInt32LE(at) !== MAGIC || frames.length >= MOST_FRAMES)
      return 'invalid';
    const frame = await decodeFrame(body.subarray(at), most - size);
    if (typeof frame === 'string') return frame;
    frames.push(frame.decoded);
    size += frame.decoded.length;
    at += frame.consumed;
  }
  return Buffer.concat(frames, size);
}

interface Frame {
  readonly decoded: Buffer;
  /** Bytes of the body that were the frame's. */
  readonly consumed: number;
}

function decodeFrame(body: Buffer, most: number): Promise<Frame | 'invalid' | 'too-large'> {
  const windowLog = native.constants.ZSTD_d_windowLogMax;
  const options = {
    // zlib wants room for one byte at least.
    maxOutputLength: Math.max(1, most),
    info: true,
    params: windowLog === undefined ? {} : { [windowLog]: WINDOW_LOG },
  };
  return new Promise(resolve => {
    native.zstdDecompress?.(body, options, (error, result) => {
      if (error !== null) {
        const { code } = error as NodeJS.ErrnoException;
        resolve(code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'invalid');
        return;
      }
      const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      if (engine.bytesWritten === 0) resolve('invalid');
      else if (buffer.length > most) resolve('too-large');
      else resolve({ decoded: buffer, consumed: engine.bytesWritten });
    });
  });
}
