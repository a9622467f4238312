/** What the gateway did not do, and why. */
export class OrderError extends Error {
  constructor(
    message: string,
    readonly answer: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'OrderError';
  }
}
