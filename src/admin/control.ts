/** What the admin API can do. Whoever runs the gateway implements it. Times are milliseconds since the epoch. */
export interface Control {
  bans(): readonly BanView[];
  /** @throws ControlError when the address is none, or may not be banned */
  ban(order: BanOrder, by: string): BanView;
  /** @returns how many bans were lifted */
  unban(order: { readonly address: string; readonly site: string | null }, by: string): number;
  openings(): readonly OpeningView[];
  /** Break-glass. @throws ControlError when the address is none, or there is no such site */
  open(order: OpenOrder, by: string): OpeningView;
  /** @returns whether there was one with that id */
  close(id: string, by: string): boolean;
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
