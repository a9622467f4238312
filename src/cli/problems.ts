import { formatProblem, type Problem, ProblemsError } from '../core/index.js';
import { EXIT } from './exit-codes.js';
import { OrderError } from './order-error.js';

/** Writes problems to standard error, one a line. */
export function printProblems(problems: readonly Problem[]): void {
  for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
}

/** Runs a command; what it throws for the operator to mend goes to standard error. @returns the exit status */
export async function reporting(command: () => Promise<number> | number): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof ProblemsError) printProblems(error.problems);
    else if (error instanceof OrderError) process.stderr.write(`error: ${error.message}\n`);
    else if (isSystemError(error)) process.stderr.write(`error: ${explainSystemError(error)}\n`);
    else throw error;
    return EXIT.failed;
  }
}

interface SystemError extends Error {
  readonly code: string;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
}

function isSystemError(error: unknown): error is SystemError {
  return (
    error instanceof Error && typeof (error as Partial<SystemError>).code === 'string' && 'syscall' in error
  );
}

function explainSystemError(error: SystemError): string {
  const where = error.port === undefined ? (error.path ?? '') : `${error.address ?? ''}:${error.port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where} is taken by another process; stop it, or choose another port in listen`;
    case 'EACCES':
      return error.port === undefined
        ? `${where}: no permission`
        : `${where}: no permission; ports below 1024 need CAP_NET_BIND_SERVICE or root`;
    case 'EADDRNOTAVAIL':
      return `${where} is not an address of this machine; check listen`;
    case 'ENOENT':
      return `${where}: no such file`;
    default:
      return error.message;
  }
}
