import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { declaresBody, lowerAscii, trimBlanks } from '../core/index.js';

/** What to do with a request that carries `Upgrade` (and `Connection: upgrade`). */
export type UpgradeKind = 'websocket' | 'ignore' | UpgradeFault;

/** Why a WebSocket handshake is refused. */
export type UpgradeFault = 'upgrade-body' | 'websocket-version' | 'websocket-key';

/** 16 bytes in base64 (RFC 6455 section 4.1). */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/**
 * `websocket`: a handshake (RFC 6455 section 4.1) to be judged and carried.
 * `upgrade-body`: one with a body. Node stops parsing HTTP behind an upgrade request, so its body would be taken for frames.
 * `websocket-version`, `websocket-key`: one that no server accepts (section 4.2.1). A proxy that passes it on and takes
 *   the connection for a tunnel all the same carries requests past every rule ("WebSocket smuggling").
 * `ignore`: every other protocol. A server may ignore Upgrade (RFC 9110 section 7.8), and for `h2c` it must here:
 *   an upgraded connection would carry requests past every rule. Clients that offer h2c (Java's does by default) expect
 *   a plain HTTP/1.1 answer.
 */
export function upgradeKind(req: IncomingMessage): UpgradeKind {
  if (!offersWebSocket(req.headers.upgrade ?? '')) return 'ignore';
  if (req.method !== 'GET' || req.httpVersion !== '1.1') return 'ignore';
  if (declaresBody(req.headers)) return 'upgrade-body';
  const version = req.headers['sec-websocket-version'];
  if (version !== '13' && version !== '8') return 'websocket-version';
  return KEY.test(req.headers['sec-websocket-key'] ?? '') ? 'websocket' : 'websocket-key';
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
