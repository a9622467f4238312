import net from 'node:net';
import { getSystemErrorName } from 'node:util';

/** An address to listen on. */
interface Address {
  readonly host: string;
  readonly port: number;
}

/** A listening socket of this process that accepts nothing here: worker processes get copies. */
export interface SocketHandle {
  readonly fd: number;
  getsockname(out: { address?: string; port?: number }): number;
  close(): void;
}

export interface Sockets {
  readonly http: readonly SocketHandle[];
  readonly https: readonly SocketHandle[];
  readonly stream: readonly SocketHandle[];
  close(): void;
}

/** What to bind, by what it is for. */
export interface SocketAddresses {
  readonly http: readonly Address[];
  readonly https: readonly Address[];
  /** Of all streams, in their order. Default: none. */
  readonly stream?: readonly Address[];
}

type CreateHandle = (
  address: string | null,
  port: number,
  family: number,
  fd: number,
  flags: number,
) => SocketHandle | number;

/** First descriptor that systemd passes (`SD_LISTEN_FDS_START`). */
const FIRST_FD = 3;

/**
 * Binds all addresses, without listening yet: the kernel hands each connection to one of the workers that share the
 * socket, and the supervisor is not on its way. Sockets that systemd passes (sd_listen_fds(3)) take the place of those they
 * are bound to, so that a restart refuses no connection.
 *
 * node:cluster does the same by `net._createServerHandle`, the one function of Node.js that binds without accepting; but it
 * closes a socket with the last worker, and connections would be refused until the next one is there.
 * @throws Error of the system with `code`, `address`, `port` when an address cannot be had
 */
export function openSockets(
  addresses: SocketAddresses,
  environment: NodeJS.ProcessEnv = process.env,
): Sockets {
  const passed = passedSockets(environment);
  const opened: SocketHandle[] = [];
  const open = (address: Address): SocketHandle => {
    const index = passed.findIndex(socket => isBoundTo(socket, address));
    const handle = index < 0 ? bind(address) : passed.splice(index, 1)[0];
    opened.push(handle);
    return handle;
  };
  const close = (): void => {
    for (const handle of opened.splice(0)) handle.close();
  };
  try {
    const sockets = {
      http: addresses.http.map(open),
      https: addresses.https.map(open),
      stream: (addresses.stream ?? []).map(open),
      close,
    };
    if (passed.length > 0) {
      const names = passed.map(socket => textOf(boundTo(socket))).join(', ');
      throw new Error(`systemd passed sockets that neither listen nor streams name: ${names}`);
    }
    return sockets;
  } catch (error) {
    close();
    throw error;
  }
}

/** True when systemd has passed sockets to this process. */
export function hasPassedSockets(environment: NodeJS.ProcessEnv = process.env): boolean {
  return Number(environment.LISTEN_FDS) > 0 && Number(environment.LISTEN_PID) === process.pid;
}

function passedSockets(environment: NodeJS.ProcessEnv): SocketHandle[] {
  if (!hasPassedSockets(environment)) return [];
  const count = Number(environment.LISTEN_FDS);
  return Array.from({ length: count }, (_, index) => {
    const handle = createHandle(null, 0, -1, FIRST_FD + index);
    if (typeof handle === 'number')
      throw systemError(handle, 'open', { host: `descriptor ${FIRST_FD + index}`, port: 0 });
    return handle;
  });
}

function bind(address: Address): SocketHandle {
  const host = address.host === 'localhost' ? '127.0.0.1' : address.host;
  let handle = createHandle(host, address.port, net.isIPv6(host) ? 6 : 4, -1);
  // A machine without IPv6: all addresses are then those of IPv4.
  if (typeof handle === 'number' && host === '::' && isNoIpv6(handle)) {
    handle = createHandle('0.0.0.0', address.port, 4, -1);
  }
  if (typeof handle === 'number') throw systemError(handle, 'bind', address);
  // libuv keeps an address that is in use to itself until the socket is looked at.
  const error = handle.getsockname({});
  if (error === 0) return handle;
  handle.close();
  throw systemError(error, 'bind', address);
}

function createHandle(
  address: string | null,
  port: number,
  family: number,
  fd: number,
): SocketHandle | number {
  const create: unknown = Reflect.get(net, '_createServerHandle');
  if (typeof create !== 'function') {
    throw new Error('this Node.js cannot share listening sockets between processes; set workers: 1');
  }
  return (create as CreateHandle)(address, port, family, fd, 0);
}

function isNoIpv6(error: number): boolean {
  return ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(getSystemErrorName(error));
}

function boundTo(socket: SocketHandle): Address {
  const out: { address?: string; port?: number } = {};
  socket.getsockname(out);
  return { host: out.address ?? '', port: out.port ?? 0 };
}

function isBoundTo(socket: SocketHandle, { host, port }: Address): boolean {
  const bound = boundTo(socket);
  const wanted = host === 'localhost' ? '127.0.0.1' : host;
  // systemd's `ListenStream=80` binds `::`, or `0.0.0.0` without IPv6: both are all addresses.
  const isAny = (text: string): boolean => text === '::' || text === '0.0.0.0';
  return bound.port === port && (bound.host === wanted || (isAny(bound.host) && isAny(wanted)));
}

function textOf({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function systemError(errno: number, syscall: string, address: Address): Error {
  const code = getSystemErrorName(errno);
  return Object.assign(new Error(`${syscall} ${code} ${textOf(address)}`), {
    errno,
    code,
    syscall,
    address: address.host,
    port: address.port,
  });
}
