import { randomUUID } from 'node:crypto';
import {
  type ApplyOrder,
  type BanOrder,
  type BanView,
  type Control,
  ControlError,
  type OpeningView,
  type OpenOrder,
  type TrialView,
} from '../admin/index.js';
import { type AddressSpan, type Ban, BansFull, type Opening, type SharedState } from '../state/index.js';
import type { NeverBanned } from './never-banned.js';
import { spanOfText } from './span.js';
import type { Trials } from './trial.js';

/** What the orders of operators are carried out on. */
export interface ControlParts {
  readonly state: SharedState;
  /** Whom no ban may hit, now. */
  readonly never: () => NeverBanned;
  /** Names of sites and streams that are in force. */
  readonly sites: () => readonly string[];
  readonly trials: Trials;
  /** Writes an order into the audit log and the program's log. */
  readonly audit: (event: string, details: Readonly<Record<string, unknown>>) => void;
}

/** Carries out the orders of operators, and writes each into the audit log. */
export class GatewayControl implements Control {
  readonly #parts: ControlParts;

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  bans(): BanView[] {
    return [...this.#parts.state.bans.active()].map(banView);
  }

  ban({ address, site, seconds, reason }: BanOrder, by: string): BanView {
    const span = this.#spanOf(address, true);
    this.#requireSite(site);
    const spared = this.#parts.never().find(span);
    if (spared !== null) {
      throw new ControlError(
        409,
        `${span.text} holds ${spared}, which is never banned (loopback, this machine, a trusted proxy, or bans.never)`,
      );
    }
    const now = Date.now();
    const until = seconds === null ? null : now + seconds * 1000;
    const ban: Ban = { span, site, since: now, until, count: 1, reason, by: 'manual' };
    try {
      this.#parts.state.dispatch({ kind: 'ban', ban });
    } catch (error) {
      if (error instanceof BansFull) throw new ControlError(409, error.message);
      throw error;
    }
    const view = banView(ban);
    this.#parts.audit('ban', { ...view, by });
    return view;
  }

  unban({ address, site }: { readonly address: string; readonly site: string | null }, by: string): number {
    const span = this.#spanOf(address, true);
    const lifted = this.bans().filter(
      ban => ban.address === span.text && (site === null || ban.site === site),
    ).length;
    this.#parts.state.dispatch({ kind: 'unban', target: span.text, site, at: Date.now() });
    this.#parts.audit('unban', { address: span.text, site, lifted, by });
    return lifted;
  }

  openings(): OpeningView[] {
    return this.#parts.state.openings.active().map(openingView);
  }

  open({ address, site, seconds, reason }: OpenOrder, by: string): OpeningView {
    const span = this.#spanOf(address, false);
    this.#requireSite(site);
    const since = Date.now();
    const until = since + seconds * 1000;
    const opening: Opening = { id: randomUUID(), span, site, since, until, reason, by };
    this.#parts.state.dispatch({ kind: 'open', opening });
    const view = openingView(opening);
    this.#parts.audit('open', { ...view });
    return view;
  }

  close(id: string, by: string): boolean {
    const opening = this.openings().find(other => other.id === id);
    if (opening === undefined) return false;
    this.#parts.state.dispatch({ kind: 'close', id, at: Date.now() });
    this.#parts.audit('close', { ...opening, by });
    return true;
  }

  trial(): TrialView {
    return this.#parts.trials.view;
  }

  apply(order: ApplyOrder, by: string): Promise<TrialView> {
    return this.#parts.trials.apply(order, by);
  }

  confirm(by: string): Promise<TrialView> {
    return this.#parts.trials.confirm(by);
  }

  rollBack(by: string): Promise<TrialView> {
    return this.#parts.trials.rollBack(by);
  }

  #spanOf(text: string, widen: boolean): AddressSpan {
    const span = spanOfText(text, widen);
    if (span !== null) return span;
    throw new ControlError(
      400,
      `${JSON.stringify(text)} is no address; write one such as 192.0.2.1 or 2001:db8::1, a CIDR, or first-last`,
    );
  }

  #requireSite(site: string | null): void {
    const sites = this.#parts.sites();
    if (site === null || sites.includes(site)) return;
    const known = sites.length > 20 ? `${sites.slice(0, 20).join(', ')}, …` : sites.join(', ');
    throw new ControlError(400, `there is no site ${JSON.stringify(site)}; sites are ${known}`);
  }
}

function banView({ span, site, since, until, count, reason, by }: Ban): BanView {
  return { address: span.text, site, since, until, count, reason, by };
}

function openingView({ id, span, site, since, until, reason, by }: Opening): OpeningView {
  return { id, address: span.text, site, since, until, reason, by };
}
