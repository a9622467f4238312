import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RequestHead, Transaction } from '../core/index.js';
import { newRequestId } from '../observe/index.js';

/** Begins the record of a request. */
export function beginTransaction(req: IncomingMessage, socket: Socket): Transaction {
  const head = new RequestHead(req.method ?? '', req.url ?? '', req.httpVersion, req.rawHeaders);
  return new Transaction(
    newRequestId(),
    head,
    Date.now(),
    performance.now(),
    'encrypted' in socket,
    socket.localAddress ?? '',
    socket.localPort ?? 0,
  );
}
