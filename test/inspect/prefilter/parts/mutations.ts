import fc from 'fast-check';

/** What is put into values: bytes and signs that regexes, decoders and folding could trip over. */
const INSERTED = [
  '\0',
  '\t',
  '\n',
  '\r\n',
  '\x0b',
  '\x0c',
  ' ',
  '\x1f',
  '\x7f',
  '\x80',
  '\x85',
  '\xa0',
  '\xb5',
  '\xc4',
  '\xdf',
  '\xe4',
  '\xff',
  '\xc3\xa9',
  '\xe2\x84\xaa',
  '\xc5\xbf',
  '\xef\xbc\x9c',
  '/**/',
  '--',
  '#',
  "'",
  '"',
  '`',
  '<',
  '>',
  '&',
  ';',
  '|',
  '%00',
  '%',
  '+',
  '\\',
  '\\\n',
  '&#x3c;',
  '&lt;',
  '%u003c',
  '\\u003c',
  '\\x3c',
  '%2e',
  '../',
  '${',
  '{{',
  '$(',
  '()',
  '@',
  '^',
];

type Mutation = (text: string, at: number, other: string) => string;

const inserted: Mutation = (text, at, other) => text.slice(0, at) + other + text.slice(at);
const replaced: Mutation = (text, at, other) => text.slice(0, at) + other + text.slice(at + 1);
const removed: Mutation = (text, at) => text.slice(0, at) + text.slice(at + 1);
const caseFlipped: Mutation = (text, at) =>
  text.slice(0, at) + text.slice(at).replaceAll(/[A-Za-z]/g, char => moved(char, code => code ^ 0x20));
/** The sign beside it, its twin with the highest bit: near misses of literals and classes. */
const nudged: Mutation = (text, at) => changedAt(text, at, char => moved(char, code => code + 1));
const raised: Mutation = (text, at) => changedAt(text, at, char => moved(char, code => code | 0x80));
const percented: Mutation = (text, at) => changedAt(text, at, hex('%'));
const twicePercented: Mutation = (text, at) => changedAt(text, at, hex('%25'));
const allPercented: Mutation = text => text.replaceAll(/[\s\S]/g, hex('%'));
const entity: Mutation = (text, at) => changedAt(text, at, char => `&#${char.charCodeAt(0)};`);
const jsEscaped: Mutation = (text, at) => changedAt(text, at, hex('\\x'));
const unicodeEscaped: Mutation = (text, at) => changedAt(text, at, hex('%u00'));
const fullWidth: Mutation = (text, at) =>
  changedAt(text, at, char => `%uff${byteHex((char.charCodeAt(0) - 0x20) & 0xff)}`);
const cssEscaped: Mutation = (text, at) => changedAt(text, at, char => `${hex('\\')(char)} `);
const base64: Mutation = text => Buffer.from(text, 'latin1').toString('base64');
const inHex: Mutation = text => Buffer.from(text, 'latin1').toString('hex');
const head: Mutation = (text, at) => text.slice(0, at);
const tail: Mutation = (text, at) => text.slice(at);
const repeated: Mutation = text => text.repeat(3);
/** Longer than what is kept of a value, or recorded of it. */
const long: Mutation = (text, at, other) => inserted(text, at, (other || ' ').repeat(700).slice(0, 700));
const spaced: Mutation = text => text.replaceAll(' ', '/**/');
const compact: Mutation = text => text.replaceAll(/\s+/g, '');

const MUTATIONS: readonly Mutation[] = [
  inserted,
  inserted,
  inserted,
  replaced,
  replaced,
  removed,
  caseFlipped,
  caseFlipped,
  nudged,
  nudged,
  raised,
  percented,
  percented,
  twicePercented,
  allPercented,
  entity,
  jsEscaped,
  unicodeEscaped,
  fullWidth,
  cssEscaped,
  base64,
  inHex,
  head,
  tail,
  repeated,
  long,
  spaced,
  compact,
];

/** Values changed in up to three places; some as they are, and a few of those again and again. */
export function mutated(values: readonly string[]): fc.Arbitrary<string> {
  const value = fc.constantFrom(...values);
  const step = fc.tuple(
    fc.constantFrom(...MUTATIONS),
    fc.nat(1 << 16),
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...INSERTED) }, { weight: 1, arbitrary: value }),
  );
  const changed = fc
    .tuple(value, fc.array(step, { minLength: 1, maxLength: 3, size: 'max' }))
    .map(([text, steps]) =>
      steps.reduce((now, [mutation, at, other]) => mutation(now, at % (now.length + 1), other), text),
    );
  return fc.oneof(
    { weight: 12, arbitrary: changed },
    { weight: 2, arbitrary: value },
    { weight: 2, arbitrary: fc.constantFrom(...values.filter((_, index) => index % 101 === 0)) },
  );
}

function changedAt(text: string, at: number, change: (char: string) => string): string {
  return at >= text.length ? text : text.slice(0, at) + change(text[at]) + text.slice(at + 1);
}

function moved(char: string, move: (code: number) => number): string {
  return String.fromCharCode(move(char.charCodeAt(0)) & 0xff);
}

function byteHex(code: number): string {
  return code.toString(16).padStart(2, '0');
}

function hex(prefix: string): (char: string) => string {
  return char => prefix + byteHex(char.charCodeAt(0));
}
