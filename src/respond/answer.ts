import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { discardBody, hasUnread } from './linger.js';

/**
 * Sends one of the gateway's own answers. Content-Length is added, for HEAD the body is left out. When the request's
 * body was not read to its end, the answer says `Connection: close`, and the rest is read and forgotten (bounded)
 * before the connection closes, so that a client in the middle of an upload can read it.
 * After a head was already sent nothing can be said any more: the connection is closed.
 * @param headers name, value, …; neither Content-Length nor Connection
 */
export function sendAnswer(
  res: ServerResponse,
  status: number,
  headers: readonly string[],
  body: string | Buffer = '',
): void {
  if (res.destroyed || res.writableEnded) return;
  const { req } = res;
  if (res.headersSent) {
    req.socket.destroy();
    return;
  }
  // A Buffer always: Node would write a head together with a string in the string's encoding.
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const hasBody = status !== 204 && status !== 304;
  const list = [...headers];
  if (hasBody) list.push('Content-Length', String(bytes.length));
  const unread = hasUnread(req);
  if (unread) {
    list.push('Connection', 'close');
    // Node itself reads only its header: who looks at the connection shall see it, too.
    res.shouldKeepAlive = false;
  }
  res.writeHead(status, list);
  // A client that was too slow is not waited for again.
  if (!unread || status === 408) {
    if (hasBody && bytes.length > 0) res.end(bytes);
    else res.end();
    return;
  }
  // The client can read all of it now; end() is what makes Node close, and has to wait.
  if (hasBody && bytes.length > 0 && req.method !== 'HEAD') res.write(bytes);
  else res.flushHeaders();
  discardBody(req, () => res.end());
}

/**
 * The same on a bare socket, for a WebSocket handshake that is refused. The connection closes afterwards.
 * @param headers name, value, … as byte strings; neither Content-Length nor Connection
 */
export function sendRawAnswer(
  socket: Socket,
  status: number,
  headers: readonly string[],
  body: string | Buffer = '',
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1];
    if (value.includes('\r') || value.includes('\n')) continue;
    head += `${headers[i]}: ${value}\r\n`;
  }
  head += `Date: ${new Date().toUTCString()}\r\nConnection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  socket.on('error', ignore);
  socket.end(Buffer.concat([Buffer.from(head, 'latin1'), bytes]), () => socket.destroy());
  setTimeout(() => socket.destroy(), 5_000).unref();
}

function ignore(): void {}
