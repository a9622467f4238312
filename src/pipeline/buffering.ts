import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LimitsConfig } from '../config/index.js';
import type { RunningSite } from '../gateway/running.js';
import type { Inspection } from '../inspect/index.js';
import { type BufferedBody, readBody } from '../listen/index.js';
import type { BufferBudget } from './budget.js';

/** Bytes of a body that are read for inspection: what a rule said by `ctl:requestBodyLimit`, else the site's limit. */
export function bodyLimitOf(site: RunningSite, inspection: Inspection): number {
  const limit = inspection.bodyLimit ?? site.site.bodyLimit;
  const noFiles = site.plan.settings.requestBodyNoFilesLimit;
  return noFiles !== null && inspection.bodyProcessor !== 'MULTIPART' ? Math.min(limit, noFiles) : limit;
}

/** True when a body over its limit is refused. In detection nothing stops a request. */
export function rejectsLargeBodies({ site }: RunningSite, { transaction }: Inspection): boolean {
  return site.overBodyLimit === 'reject' && transaction.mode === 'block';
}

/**
 * Bytes a millisecond that an upload must make once its `bodyTimeout` is over: a client that sends a byte now and then
 * would hold its part of the budget for ever.
 */
const SLOWEST_RATE = 16;

/** Who gives back what was taken out of the budget. */
export interface Holder {
  held: number;
}

/**
 * Reads a body within its limit and the budget for all bodies.
 * @returns null when the budget has no room for it: the rest of the body is unread
 * @throws RequestError as `readBody`
 */
export async function bufferBody(
  req: IncomingMessage,
  res: ServerResponse,
  framing: { readonly length: number | null },
  limit: number,
  limits: LimitsConfig,
  budget: BufferBudget,
  holder: Holder,
): Promise<BufferedBody | null> {
  // A known length is taken whole at the start, so that an upload that was let in can be finished.
  const declared = Math.min(framing.length ?? 0, limit);
  if (!budget.take(declared)) return null;
  holder.held = declared;
  let arrived = 0;
  const body = await readBody(req, res, {
    limit,
    idleTimeout: limits.bodyTimeout,
    totalTimeout: limits.bodyTimeout,
    slowestRate: SLOWEST_RATE,
    mayKeep: bytes => {
      arrived += bytes;
      const missing = arrived - holder.held;
      if (missing <= 0) return true;
      if (!budget.take(missing)) return false;
      holder.held += missing;
      return true;
    },
  });
  return body.refused ? null : body;
}
