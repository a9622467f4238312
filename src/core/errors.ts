/** Which side a failure came from: the visitor, this program, or the site behind it. */
export type FaultSource = 'client' | 'gateway' | 'upstream';

/**
 * A failure that belongs to one request. `status` is what the client is answered, `code` a stable short name for
 * logs and metrics (a closed set per step, e.g. `connect-timeout`), `message` is for the operator, never for the client.
 */
export class RequestError extends Error {
  /** Seconds after which it is worth trying again, where that is known. */
  retryAfter?: number;

  constructor(
    readonly source: FaultSource,
    readonly code: string,
    readonly status: number,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'RequestError';
  }
}

/** A place in a file the operator wrote. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One mistake in a file, for the person who must mend it: what was found, and what would be right. */
export interface Problem extends Place {
  readonly severity: 'error' | 'warning';
  readonly found: string;
  readonly expected: string;
}

/** `file:line:column: error: what was found; what would be right` */
export function formatProblem(problem: Problem): string {
  const { file, line, column, severity, found, expected } = problem;
  return `${file}:${line}:${column}: ${severity}: ${found}${expected ? `; ${expected}` : ''}`;
}

/** Every problem of a configuration or rule set at once. Thrown when at least one is an error. */
export class ProblemsError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ProblemsError';
  }
}

/** Collects problems in the order they were found. */
export class Problems {
  readonly list: Problem[] = [];

  error(place: Place, found: string, expected = ''): void {
    this.list.push({
      file: place.file,
      line: place.line,
      column: place.column,
      severity: 'error',
      found,
      expected,
    });
  }

  warning(place: Place, found: string, expected = ''): void {
    this.list.push({
      file: place.file,
      line: place.line,
      column: place.column,
      severity: 'warning',
      found,
      expected,
    });
  }

  get hasErrors(): boolean {
    return this.list.some(problem => problem.severity === 'error');
  }

  /** @throws ProblemsError when at least one error was collected. */
  throwIfErrors(): void {
    if (this.hasErrors) throw new ProblemsError(this.list);
  }
}
