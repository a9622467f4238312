import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { declaresBody, lowerAscii, trimBlanks } from '../core/index.js';

/** What to do with a request that carries `Upgrade` (and `Connection: upgrade`). */
export type UpgradeKind = 'websocket' | 'ignore' | 'refuse';

/**
 * `websocket`: a handshake (RFC 6455 section 4.1) to be judged and carried.
 * `refuse`: one with a body. Node stops parsing HTTP behind an upgrade request, so its body would be taken for frames.
 * `ignore`: every other protocol. A server may ignore Upgrade (RFC 9110 section 7.8), and for `h2c` it must here:
 *   an upgraded connection would carry requests past every rule. Clients that offer h2c (Java's does by default) expect
 *   a plain HTTP/1.1 answer.
 */
export function upgradeKind(req: IncomingMessage): UpgradeKind {
  if (!offersWebSocket(req.headers.upgrade ?? '')) return 'ignore';
  if (req.method !== 'GET' || req.httpVersion !== '1.1') return 'ignore';
  return declaresBody(req.headers) ? 'refuse' : 'websocket';
}

function offersWebSocket(upgrade: string): boolean {
  for (const protocol of lowerAscii(upgrade).split(','))
    if (trimBlanks(protocol) === 'websocket') return true;
  return false;
}

/**
 * The request as bytes again, without its Upgrade fields. With an `upgrade` listener Node 20 hands over every upgrade
 * request as an upgrade and has then let go of the connection (a callback to choose exists only in newer releases); to
 * ignore the field, the head is put back in front of what follows and the connection enters the HTTP server anew.
 */
export function headWithoutUpgrade(req: IncomingMessage): Buffer {
  const raw = req.rawHeaders;
  let head = `${req.method ?? ''} ${req.url ?? ''} HTTP/${req.httpVersion}\r\n`;
  for (let i = 0; i < raw.length; i += 2) {
    if (lowerAscii(raw[i]) !== 'upgrade') head += `${raw[i]}: ${raw[i + 1]}\r\n`;
  }
  return Buffer.from(`${head}\r\n`, 'latin1');
}

/** Puts a socket that an `upgrade` event gave away back under the HTTP server. @param event `connection`, or `secureConnection` for TLS */
export function reenter(
  server: { emit(event: string, socket: Socket): boolean },
  event: 'connection' | 'secureConnection',
  req: IncomingMessage,
  socket: Socket,
  head: Buffer,
): void {
  if (head.length > 0) socket.unshift(head);
  socket.unshift(headWithoutUpgrade(req));
  server.emit(event, socket);
}
