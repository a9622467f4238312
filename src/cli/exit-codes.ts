/** What the process's exit status says. Documented in docs/cli.md. */
export const EXIT = {
  /** Done; for `run`: drained after SIGTERM or SIGINT. */
  ok: 0,
  /** The configuration, a rule file or the input has errors, or an address cannot be listened on. Nothing was started. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A fault of the program itself: it was logged, requests under way were finished. */
  internal: 70,
} as const;
