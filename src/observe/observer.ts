import type { Logger } from 'pino';
import type { Transaction } from '../core/index.js';
import { type AccessFormat, type AccessFormatter, createAccessFormatter } from './access.js';
import { auditLine } from './audit.js';
import { type AuditPolicy, type AuditWhich, isAudited, plainPolicy } from './audit-policy.js';
import { LineWriter } from './line-writer.js';
import { Masker } from './mask/masker.js';
import { Metrics } from './metrics/metrics.js';
import { type StreamEntry, streamAuditLine, streamLine } from './stream-record.js';
import { type SyslogTarget, SyslogWriter } from './syslog.js';

export interface ObserverOptions {
  readonly access: {
    /** `-` (standard output), the path of a file, or null for none. */
    readonly destination: string | null;
    readonly format: AccessFormat;
  };
  readonly audit: {
    /** As for `access`. */
    readonly destination: string | null;
    /** A receiver that gets the same lines. Default: none. */
    readonly syslog?: SyslogTarget | null;
    readonly which: AuditWhich;
    /** Default: 5xx, and 4xx but 404. */
    readonly relevantStatus?: (status: number) => boolean;
    /** Permissions of a file that is made. Default 0640. */
    readonly mode?: number;
    /** Asked at the end of each request. Default: `which` and `relevantStatus`. */
    readonly policy?: () => AuditPolicy;
  };
  /** Names to mask besides the defaults, in both logs. `*` at an end stands for anything. */
  readonly mask?: readonly string[];
  /** Version of the program, for the metrics. */
  readonly version: string;
  readonly logger: Logger;
}

/** Step 9: writes down what became of each request. It never throws, and never makes a request wait. */
export class Observer {
  readonly metrics: Metrics;
  readonly #access: LineWriter | null;
  readonly #audit: LineWriter | null;
  readonly #syslog: SyslogWriter | null;
  readonly #accessFormat: AccessFormat;
  readonly #formatAccess: AccessFormatter;
  readonly #masker: Masker;
  readonly #policy: () => AuditPolicy;
  readonly #logger: Logger;

  /** @throws Error (of `fs`) when a log file cannot be opened */
  constructor(options: ObserverOptions) {
    const { access, audit, logger } = options;
    this.#logger = logger;
    this.#masker = new Masker(options.mask);
    this.#accessFormat = access.format;
    this.#formatAccess = createAccessFormatter(access.format);
    const fixed = plainPolicy(audit.which, audit.relevantStatus);
    this.#policy = audit.policy ?? (() => fixed);
    this.#access = this.#open('access', access.destination);
    this.#audit = audit.which === 'off' ? null : this.#open('audit', audit.destination, audit.mode);
    const { syslog = null } = audit;
    this.#syslog =
      audit.which === 'off' || syslog === null
        ? null
        : new SyslogWriter(syslog, 'audit', error =>
            logger.error({ err: error, log: 'syslog', syslog }, 'a log cannot be written'),
          );
    const drops = new Map<string, () => number>();
    if (this.#access !== null) drops.set('access', () => this.#access?.dropped ?? 0);
    if (this.#audit !== null) drops.set('audit', () => this.#audit?.dropped ?? 0);
    if (this.#syslog !== null) drops.set('syslog', () => this.#syslog?.dropped ?? 0);
    this.metrics = new Metrics(options.version, drops);
  }

  /** Ends a transaction: metrics, access line, audit line. Sets `endedAt` when it is not set yet. */
  finish(transaction: Transaction): void {
    if (transaction.endedAt === 0) transaction.endedAt = performance.now();
    try {
      this.metrics.finish(transaction);
      const masker = this.#masker.with(transaction.maskedFields, transaction.maskedTexts);
      this.#access?.write(this.#formatAccess(transaction, masker));
      if (this.#audit === null && this.#syslog === null) return;
      const policy = this.#policy();
      if (!isAudited(transaction, policy.which, policy.relevantStatus)) return;
      const line = auditLine(transaction, masker, policy);
      this.#writeAudit(line);
    } catch (error) {
      this.metrics.countFault('gateway', 'observe');
      this.#logger.error({ err: error, id: transaction.id }, 'a finished request could not be recorded');
    }
  }

  /** A connection of a raw TCP stream that has ended. */
  stream(entry: StreamEntry): void {
    this.metrics.streams.count(entry);
    if (this.#accessFormat === 'json') this.#access?.write(streamLine(entry));
    if (entry.outcome === 'refused' && this.#policy().which !== 'off')
      this.#writeAudit(streamAuditLine(entry));
  }

  /**
   * An order of an operator, or what followed from one without a request (a ban, break-glass, a change of the gate): one
   * line in the audit log, whatever it records of requests, and one in the program's log.
   * @param details plain data, no secrets
   */
  event(name: string, details: Readonly<Record<string, unknown>>): void {
    this.metrics.gate.countEvent(name);
    this.#logger.info({ event: name, ...details }, 'gate order');
    this.#writeAudit(JSON.stringify({ time: new Date().toISOString(), event: name, ...details }));
  }

  #writeAudit(line: string): void {
    this.#audit?.write(line);
    this.#syslog?.write(line);
  }

  /** Opens the log files anew by their names, after a rotation. */
  reopen(): void {
    this.#access?.reopen();
    this.#audit?.reopen();
  }

  /** Writes what waits and closes the logs. Lines after this are dropped and counted. */
  async close(): Promise<void> {
    await Promise.all([this.#access?.close(), this.#audit?.close(), this.#syslog?.close()]);
  }

  #open(log: string, destination: string | null, mode?: number): LineWriter | null {
    if (destination === null) return null;
    return new LineWriter({
      destination,
      mode,
      onError: error => this.#logger.error({ err: error, log, destination }, 'a log cannot be written'),
    });
  }
}
