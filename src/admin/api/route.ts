import type { Control } from '../control.js';

/** A JSON Schema, as far as routes use it: Fastify checks requests with it, and OpenAPI shows it. */
export type Schema = Readonly<Record<string, unknown>>;

/** Who asks. */
export interface Caller {
  /** For the audit log. */
  readonly by: string;
  /** The address of the connection, or null on the local socket. */
  readonly address: string | null;
}

/** One call of the API: how it is asked, what it says of itself, what it does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly query?: Schema;
  readonly body?: Schema;
  /** Schema of the answer with 200. */
  readonly answer: Schema;
  /** @param input query or body, checked. @returns the answer; ControlError is answered with its status */
  run(control: Control, input: Readonly<Record<string, unknown>>, caller: Caller): unknown;
}

export const text = (description: string, more: Schema = {}): Schema => ({
  type: 'string',
  maxLength: 256,
  description,
  ...more,
});

/** An object with exactly these members. @param required all of them by default */
export function object(
  properties: Readonly<Record<string, Schema>>,
  required = Object.keys(properties),
): Schema {
  return { type: 'object', additionalProperties: false, properties, required };
}

export const ADDRESS = text(
  'An address, a CIDR, or first-last. One IPv6 address stands for its /64 in bans.',
  {
    minLength: 2,
  },
);
export const SITE = text(
  'Name of a site (its first host), of a stream (stream:NAME), or admin. Left out: everywhere.',
);
export const REASON = text('Why, for whoever reads the audit log.');
export const BY = text('Who gives the order, for the audit log.', { maxLength: 64 });
/** Ten years: a timer is not involved. */
export const SECONDS: Schema = {
  type: 'integer',
  minimum: 1,
  maximum: 315_360_000,
  description: 'How long.',
};
export const TIME: Schema = { type: 'integer', description: 'Milliseconds since the epoch.' };
