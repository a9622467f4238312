import type { Verdict } from '../core/index.js';

/** Where a stream goes. */
export type StreamTarget = { readonly host: string; readonly port: number } | { readonly path: string };

/** One stream: where it listens and where it goes. Times in milliseconds. */
export interface StreamSettings {
  readonly name: string;
  readonly listen: readonly { readonly host: string; readonly port: number }[];
  readonly upstream: StreamTarget;
  /** Header of the PROXY protocol that the upstream is sent, or null. */
  readonly proxyProtocol: 'v1' | 'v2' | null;
  /** Whether trusted proxies begin with a header of the PROXY protocol. */
  readonly acceptProxyProtocol: boolean;
  readonly connectTimeout: number;
  /** Without a byte in either direction. */
  readonly idleTimeout: number;
  /** Connections at once; more are closed. */
  readonly connections: number;
  /** The same from one address, of IPv6 a /64; null: no limit. */
  readonly connectionsPerAddress: number | null;
}

/** How a connection ended. A closed set: it is a metric label. */
export const STREAM_OUTCOMES = ['forwarded', 'refused', 'rejected', 'failed', 'idle'] as const;
export type StreamOutcome = (typeof STREAM_OUTCOMES)[number];

/** The record of one connection. */
export interface StreamRecord {
  readonly stream: string;
  /** The client's address as text, or what stood in its place. */
  readonly client: string;
  readonly port: number;
  readonly outcome: StreamOutcome;
  /** Why, unless it was forwarded: a reason of the gate, or a short stable name. */
  readonly reason: string | null;
  /** Which list or setting, when the gate refused. */
  readonly by: string | null;
  /** Bytes from and to the client. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Milliseconds since the epoch, and how long it lasted. */
  readonly startedAt: number;
  readonly duration: number;
}

/** Who decides about connections and is told of them. */
export interface StreamHandler {
  /** Settings in force; null when a reload has taken the stream away. */
  settings(name: string): StreamSettings | null;
  /** Whether the kernel's text of a peer is a trusted proxy. */
  trusts(address: string): boolean;
  /** May they come in. @param address as the kernel or a trusted proxy says @returns null when it is none: refuse */
  judge(name: string, address: string): Verdict | null;
  /** Whether who was let in would still be; takes nothing of what they may do. */
  stillAdmits(name: string, address: string): boolean;
  /** Counts a connection of an address. @returns what to call when it has ended; null: there are too many */
  enter(name: string, address: string, limit: number): (() => void) | null;
  finished(record: StreamRecord): void;
}
