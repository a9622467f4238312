import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Bytes that arrive on a socket, to be taken in pieces. */
export class Incoming {
  #bytes: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(socket: Socket) {
    const over = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
      this.#wake?.();
    });
    socket.on('error', over).on('end', over).on('close', over);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Takes the bytes through the first `mark`; null when the other side closed before it came. */
  async through(mark: string): Promise<Buffer | null> {
    let from = 0;
    for (;;) {
      const at = this.#bytes.indexOf(mark, from, 'latin1');
      if (at >= 0) return this.#take(at + mark.length);
      from = Math.max(0, this.#bytes.length - mark.length);
      if (!(await this.#more())) return null;
    }
  }

  /** Takes so many bytes; fewer when the other side closed. */
  async exactly(length: number): Promise<Buffer> {
    while (this.#bytes.length < length) if (!(await this.#more())) break;
    return this.#take(Math.min(length, this.#bytes.length));
  }

  /** Takes what is there, or comes next; empty when the other side closed. */
  async some(): Promise<Buffer> {
    if (this.#bytes.length === 0) await this.#more();
    return this.#take(this.#bytes.length);
  }

  async rest(): Promise<Buffer> {
    while (await this.#more());
    return this.#take(this.#bytes.length);
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const before = this.#bytes.length;
    await new Promise<void>(resolve => {
      this.#wake = resolve;
    });
    this.#wake = null;
    return !this.#ended || this.#bytes.length > before;
  }
}

/** A message's head: its first line, and its fields as received, one char per byte. */
export interface WireHead {
  readonly line: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export function parseHead(bytes: Buffer): WireHead {
  const [line, ...rest] = bytes.toString('latin1').split('\r\n');
  const fields = rest
    .filter(text => text !== '')
    .map(text => {
      const colon = text.indexOf(':');
      return [text.slice(0, colon), text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')] as const;
    });
  return { line, fields };
}

export function fieldOf(head: WireHead, name: string): string | undefined {
  return head.fields.find(([own]) => own.toLowerCase() === name)?.[1];
}

/** Reads a body by its framing. @param untilClose whether a message without framing goes on to the end */
export async function readBody(incoming: Incoming, head: WireHead, untilClose: boolean): Promise<Buffer> {
  if (/chunked/i.test(fieldOf(head, 'transfer-encoding') ?? '')) {
    const chunks: Buffer[] = [];
    for (;;) {
      const line = await incoming.through('\r\n');
      const size = line === null ? 0 : Number.parseInt(line.toString('latin1'), 16);
      if (!(size > 0)) {
        await incoming.through('\r\n');
        return Buffer.concat(chunks);
      }
      chunks.push((await incoming.exactly(size + 2)).subarray(0, size));
    }
  }
  const length = fieldOf(head, 'content-length');
  if (length !== undefined) return incoming.exactly(Number(length));
  return untilClose ? incoming.rest() : Buffer.alloc(0);
}

export interface WireResponse extends WireHead {
  /** 0 when the connection closed without an answer. */
  readonly status: number;
  readonly body: Buffer;
  readonly text: string;
  field(name: string): string | undefined;
}

/** A client connection that sends exact bytes and reads the responses. */
export class WireClient {
  readonly socket: Socket;
  readonly incoming: Incoming;
  readonly closed: Promise<unknown>;

  constructor(socket: Socket) {
    this.socket = socket;
    this.incoming = new Incoming(socket);
    this.closed = new Promise(resolve => socket.once('close', resolve));
  }

  static open(port: number): WireClient {
    return new WireClient(connect({ port, host: '127.0.0.1', noDelay: true }));
  }

  /** Over TLS, trusting any certificate. @returns after the handshake */
  static async openTls(
    port: number,
    servername: string,
  ): Promise<{ client: WireClient; commonName: string }> {
    const socket = connectTls({ port, host: '127.0.0.1', servername, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const commonName = String(socket.getPeerCertificate().subject.CN);
    return { client: new WireClient(socket), commonName };
  }

  /** @param bytes a Buffer, or text with one char per byte */
  send(bytes: string | Buffer): this {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    return this;
  }

  /** Reads one final response. @param headOnly it has no body, because the request was HEAD */
  async response(headOnly = false): Promise<WireResponse> {
    for (;;) {
      const bytes = await this.incoming.through('\r\n\r\n');
      if (bytes === null) return responseOf({ line: '', fields: [] }, 0, Buffer.alloc(0));
      const head = parseHead(bytes);
      const status = Number(head.line.split(' ')[1]);
      if (status < 200 && status !== 101) continue;
      const bare = headOnly || status === 204 || status === 304 || status === 101;
      const body = bare ? Buffer.alloc(0) : await readBody(this.incoming, head, true);
      return responseOf(head, status, body);
    }
  }

  /** Sends one request and reads its response. */
  async ask(bytes: string | Buffer): Promise<WireResponse> {
    this.send(bytes);
    return this.response(bytes.toString('latin1', 0, 5).startsWith('HEAD '));
  }

  close(): void {
    this.socket.destroy();
  }
}

function responseOf(head: WireHead, status: number, body: Buffer): WireResponse {
  return { ...head, status, body, text: body.toString('utf8'), field: name => fieldOf(head, name) };
}

/** One request on a connection of its own. */
export async function askOnce(port: number, bytes: string | Buffer): Promise<WireResponse> {
  const client = WireClient.open(port);
  try {
    return await client.ask(bytes);
  } finally {
    client.close();
  }
}

/** The text of a request. @param headers whole lines; Host is added when none is there */
export function request(line: string, headers: readonly string[] = [], body?: string | Buffer): Buffer {
  const lines = [line.includes(' HTTP/') ? line : `${line} HTTP/1.1`];
  if (!headers.some(header => /^host:/i.test(header))) lines.push('Host: www.example.jp');
  lines.push(...headers);
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(body as string, 'latin1');
  if (body !== undefined && !headers.some(header => /^(content-length|transfer-encoding):/i.test(header))) {
    lines.push(`Content-Length: ${bytes.length}`);
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}
