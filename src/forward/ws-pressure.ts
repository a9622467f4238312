/** The part of a WebSocket of `ws` that is needed here (`ws` itself comes with the proxy plugin). */
interface Pausable {
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly isPaused: boolean;
  pause(): void;
  resume(): void;
  terminate(): void;
}

const OPEN = 1;
/** Bytes that may wait on one side before the other is no longer read. */
const HIGH = 1_048_576;
/** How often a side that is not read is looked at, in milliseconds. */
const INTERVAL = 20;

/**
 * Stops reading `from` until what waits on `to` has gone. `ws` queues without a bound, and neither it nor the plugin
 * says when the queue is empty: a client that subscribes and does not read would fill the gateway's memory.
 */
function holdWhileFull(from: Pausable, to: Pausable): void {
  if (from.isPaused || from.readyState !== OPEN) return;
  if (to.readyState === OPEN && to.bufferedAmount < HIGH) return;
  from.pause();
  const timer = setInterval(() => {
    if (to.readyState < OPEN || (to.readyState === OPEN && to.bufferedAmount >= HIGH)) return;
    clearInterval(timer);
    from.resume();
  }, INTERVAL);
}

/** Hooks of `@fastify/http-proxy`: `source` is the client's WebSocket, `target` the upstream's. */
export const BACK_PRESSURE = {
  /** Also holds the client while the upstream is still connecting: the plugin keeps each message until it is open. */
  onIncomingMessage(_: unknown, source: Pausable, target: Pausable): void {
    holdWhileFull(source, target);
  },
  onOutgoingMessage(_: unknown, source: Pausable, target: Pausable): void {
    holdWhileFull(target, source);
  },
  /** The plugin does not close an upstream that opens after its client has gone. */
  onConnect(_: unknown, source: Pausable, target: Pausable): void {
    if (source.readyState > OPEN) target.terminate();
  },
};
