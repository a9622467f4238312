import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { connectionOf } from './connection.js';
import type { ListenHandler } from './options.js';

/** A minimal answer in bytes, for sockets that no ServerResponse stands for. It closes the connection. */
export function bareAnswer(status: number, extra = ''): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${extra}Connection: close\r\nContent-Length: 0\r\n\r\n`;
}

/** Status for an error of Node's HTTP server, or 0 for one that is no fault of syntax (the connection broke). */
function statusOf(code: string): number {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 413;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_INVALID_EOF_STATE':
      return 0;
    default:
      return code.startsWith('HPE_') ? 400 : 0;
  }
}

/**
 * Answers an error of the HTTP parser and closes the connection. The answer is only written where the client will
 * read it as the answer to the request that is wrong; behind responses that are still due the connection closes when
 * these are done.
 */
export function answerClientError(error: Error, socket: Socket, handler: ListenHandler): void {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  const status = statusOf(code);
  // Browsers open connections ahead of need: one that never said a word did nothing wrong.
  if (status === 408 && socket.bytesRead === 0) {
    socket.destroy();
    return;
  }
  const connection = connectionOf(socket);
  if (connection.closesWhenDone && status !== 0) return;
  if (connection.refused) {
    // Answered and counted already; this is what came behind.
    socket.destroySoon();
    return;
  }
  if (code.startsWith('HPE_') && status !== 0 && connection.closeWhenDone()) {
    handler.clientError(code, 0, socket);
    return;
  }
  const answered = status !== 0 && connection.mayAnswer;
  // destroySoon() closes once the answer is flushed; a client that reads nothing cannot hold it: its timer does.
  if (answered) {
    socket.write(bareAnswer(status), 'latin1');
    socket.destroySoon();
    setTimeout(() => socket.destroy(), 2_000).unref();
  } else {
    socket.destroy();
  }
  const named = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : code;
  if (status !== 0) handler.clientError(named, answered ? status : 0, socket);
}
