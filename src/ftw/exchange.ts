import { connect } from 'node:net';

/** The answer to a request that was sent as bytes. */
export interface WireAnswer {
  readonly status: number;
  /** Name, value, … */
  readonly rawHeaders: readonly string[];
  /** All bytes of it, one char per byte. */
  readonly text: string;
}

export interface ExchangeOptions {
  readonly host: string;
  readonly port: number;
  /** Address of this machine that the request is sent from. */
  readonly localAddress: string;
  /** Longest wait for the whole answer, in milliseconds; what came until then counts. */
  readonly timeout: number;
}

/**
 * Sends bytes on a connection of their own and reads one final answer.
 * @returns null when no answer came before the connection closed or the time was over
 */
export function exchange(request: Buffer, options: ExchangeOptions): Promise<WireAnswer | null> {
  return new Promise(resolve => {
    const { host, port, localAddress, timeout } = options;
    const socket = connect({ host, port, localAddress, noDelay: true });
    let received = '';
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parseAnswer(received)?.answer ?? null);
    };
    const timer = setTimeout(finish, timeout);
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (parseAnswer(received)?.isComplete === true) finish();
    });
    // A reset after the answer is no failure: what was received counts.
    socket.on('error', () => {});
    socket.on('close', finish);
  });
}

function parseAnswer(received: string): { answer: WireAnswer; isComplete: boolean } | null {
  let from = 0;
  for (;;) {
    const end = received.indexOf('\r\n\r\n', from);
    if (end < 0) return null;
    const [line, ...fields] = received.slice(from, end).split('\r\n');
    const status = Number(/^HTTP\/\d\.\d (\d{3})(?: |$)/.exec(line)?.[1]);
    if (!(status >= 100)) return null;
    if (status >= 200) {
      const rawHeaders = fields.flatMap(field => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon), field.slice(colon + 1).trim()];
      });
      const answer = { status, rawHeaders, text: received.slice(from) };
      return { answer, isComplete: isComplete(status, rawHeaders, received.slice(end + 4)) };
    }
    from = end + 4;
  }
}

/** Where the framing does not tell (an answer to HEAD among others), the end of the connection does. */
function isComplete(status: number, rawHeaders: readonly string[], body: string): boolean {
  if (status === 204 || status === 304) return true;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i].toLowerCase();
    if (name === 'content-length') return body.length >= Number(rawHeaders[i + 1]);
    if (name === 'transfer-encoding') return body.endsWith('0\r\n\r\n');
  }
  return false;
}
