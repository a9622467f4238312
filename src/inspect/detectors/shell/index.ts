/** Reads a value as a line of a shell: `@detectShell`. */
export { describeShell, type ShellFinding } from './describe.js';
