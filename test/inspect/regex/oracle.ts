import { spawnSync } from 'node:child_process';

/** A pattern and the subjects to try it on, all byte strings. */
export interface Question {
  readonly pattern: string;
  readonly subjects: readonly string[];
}

/** Offsets of the match and its groups (-1 for a group that took no part), or null for no match. */
export type Answer = readonly number[] | null;

/**
 * Perl in byte semantics, with /s and /m as ModSecurity sets them. Two lines in, one line out: pattern and subjects in
 * hexadecimal; `!` for a pattern that Perl refuses.
 */
const SCRIPT = String.raw`
use strict; no warnings; $| = 0;
my $re;
while (my $line = <STDIN>) {
  chomp $line;
  my ($kind, $hex) = split / /, $line, 2;
  my $bytes = pack('H*', $hex // '');
  if ($kind eq 'P') { $re = eval { qr/$bytes/sm }; print defined $re ? "+\n" : "!\n"; next; }
  if (!defined $re) { print "!\n"; next; }
  if ($bytes =~ $re) {
    print join(' ', map { defined $-[$_] ? ($-[$_], $+[$_]) : (-1, -1) } 0 .. $#+), "\n";
  } else { print "-\n"; }
}
`;

export function toHex(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('hex');
}

/** What Perl finds. The answers for a pattern are null when Perl refuses it. */
export function askPerl(questions: readonly Question[]): (readonly Answer[] | null)[] {
  const input = questions
    .map(({ pattern, subjects }) => [`P ${toHex(pattern)}`, ...subjects.map(s => `S ${toHex(s)}`)].join('\n'))
    .join('\n');
  const [command, ...args] = (process.env['REGEX_ORACLE'] ?? `perl -e`).split(' ');
  const { stdout, status, error } = spawnSync(command!, command === 'perl' ? [...args, SCRIPT] : args, {
    input: `${input}\n`,
    encoding: 'latin1',
    maxBuffer: 1 << 30,
  });
  if (error !== undefined || status !== 0) throw new Error(`the oracle failed: ${error ?? status}`);
  const lines = stdout.split('\n');
  let at = 0;
  return questions.map(({ subjects }) => {
    const accepted = /^(\+|ok)$/.test(lines[at++]!);
    const answers = subjects.map(() => {
      const line = lines[at++]!.trim();
      return line === '-' ? null : line.split(' ').map(Number);
    });
    return accepted ? answers : null;
  });
}
