/** At once, or later: a supervisor asks another process. */
export type Awaitable<T> = T | Promise<T>;

/** What the admin API can do. Whoever runs the gateway implements it. Times are milliseconds since the epoch. */
export interface Control {
  bans(): Awaitable<readonly BanView[]>;
  /** @throws ControlError when the address is none, or may not be banned */
  ban(order: BanOrder, by: string): Awaitable<BanView>;
  /** @returns how many bans were lifted */
  unban(order: { readonly address: string; readonly site: string | null }, by: string): Awaitable<number>;
  openings(): Awaitable<readonly OpeningView[]>;
  /** Break-glass. @throws ControlError when the address is none, or there is no such site */
  open(order: OpenOrder, by: string): Awaitable<OpeningView>;
  /** @returns whether there was one with that id */
  close(id: string, by: string): Awaitable<boolean>;
  /** What is on trial. */
  trial(): Awaitable<TrialView>;
  /** Puts a configuration in force for a time. @throws ControlError */
  apply(order: ApplyOrder, by: string): Promise<TrialView>;
  /** Keeps what is on trial. @throws ControlError */
  confirm(by: string): Promise<TrialView>;
  /** Puts back what was in force before. @throws ControlError */
  rollBack(by: string): Promise<TrialView>;
}

export interface BanOrder {
  readonly address: string;
  /** Null: everywhere. */
  readonly site: string | null;
  /** Null: until it is lifted. */
  readonly seconds: number | null;
  readonly reason: string;
}

export interface OpenOrder {
  readonly address: string;
  /** Null: every site, stream and the admin listener. */
  readonly site: string | null;
  readonly seconds: number;
  readonly reason: string;
}

export interface ApplyOrder {
  readonly file: string;
  readonly seconds: number;
  /** Also when it refuses one of the addresses. */
  readonly force: boolean;
  /** Of who makes the change, as far as they are known. */
  readonly addresses: readonly string[];
}

/** A configuration that is in force for a time; nulls: none is. */
export interface TrialView {
  readonly file: string | null;
  readonly until: number | null;
}

export interface BanView {
  readonly address: string;
  readonly site: string | null;
  readonly since: number;
  readonly until: number | null;
  /** The how many-th in a row. */
  readonly count: number;
  readonly reason: string;
  readonly by: string;
}

export interface OpeningView {
  readonly id: string;
  readonly address: string;
  readonly site: string | null;
  readonly since: number;
  readonly until: number;
  readonly reason: string;
  readonly by: string;
}

/** An order that cannot be carried out; the message is for who gave it. */
export class ControlError extends Error {
  /** @param status HTTP status of the answer @param details further members of the answer */
  constructor(
    readonly status: number,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ControlError';
  }
}
