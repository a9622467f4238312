import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTests } from '../../src/ftw/index.js';
import type { FtwInput } from '../../src/ftw/test.js';
import { HEAD } from './signatures-head.js';

const LONGEST_EXAMPLE = 90;

/** One signature: a rule that says what it found. */
export interface Signature {
  readonly id: number;
  readonly paranoia: string;
  readonly severity: string;
  readonly message: string;
}

export interface SignatureFile {
  readonly name: string;
  /** Of the header: behind the name, then the paragraphs below. */
  readonly title: string;
  readonly about: string;
  readonly tag: string | null;
  readonly signatures: readonly Signature[];
}

/** The rule files of a folder in the order in which they are loaded. */
export function readSignatures(folder: string): SignatureFile[] {
  const names = readdirSync(folder).filter(name => name.endsWith('.conf'));
  return names.sort().map(name => readFile(name, readFileSync(join(folder, name), 'utf8')));
}

function readFile(name: string, text: string): SignatureFile {
  const header = /^(?:#.*\n)+/.exec(text)?.[0].replace(/^# ?/gm, '').trim() ?? '';
  const [first, ...rest] = header.split('\n');
  const tags = [...text.matchAll(/tag:'(attack-[\w-]+)'/g)].map(([, tag]) => tag);
  return {
    name,
    title: first.replace(/^[\w-]+: /, ''),
    about: rest
      .filter(line => !/^Rule ids /.test(line))
      .join('\n')
      .trim(),
    tag: tags[0] ?? null,
    signatures: [...text.matchAll(/"id:(\d+),[^"]*?msg:'((?:[^'\\]|\\.)*)'[^"]*/g)]
      .map(([rule, id, message]) => ({
        id: Number(id),
        message: message.replaceAll("\\'", "'"),
        paranoia: /tag:'paranoia-level\/(\d)'/.exec(rule)?.[1] ?? '–',
        severity: (/severity:'(\w+)'/.exec(rule)?.[1] ?? '–').toLowerCase(),
      }))
      .filter(({ paranoia }) => paranoia !== '–')
      .sort((a, b) => a.id - b.id),
  };
}

/** By id: the first request of the rule tests that the rule must match, as text. */
function readExamples(folder: string): Map<number, string> {
  const examples = new Map<number, string>();
  for (const test of loadTests(readdirSync(folder).map(name => join(folder, name)))) {
    for (const { input, output } of test.stages) {
      for (const id of output.expectIds) if (!examples.has(id)) examples.set(id, exampleOf(input));
    }
  }
  return examples;
}

/** The part of the request that stands out: its body, else a header that not every request has, else its target. */
function exampleOf({ method, uri, headers, data, encodedRequest }: FtwInput): string {
  if (encodedRequest !== null) return shown(encodedRequest.toString('latin1'));
  if (data.length > 0) return shown(data.toString('latin1'));
  const own =
    headers.find(({ name }) => !USUAL.test(name)) ?? headers.find(({ value }) => isUnusualAgent(value));
  if (own !== undefined) return shown(`${own.name}: ${own.value}`);
  return shown(method === 'GET' ? uri : `${method} ${uri}`);
}

const USUAL = /^(?:host|user-agent|accept|content-type|content-length)$/i;
const isUnusualAgent = (value: string): boolean => /[/(]/.test(value) && !/^(?:Mozilla|\*)/.test(value);

function shown(text: string): string {
  const decoded = text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const plain = decoded.replace(/[^ -~]+/g, ' ').trim();
  return plain.length > LONGEST_EXAMPLE ? `${plain.slice(0, LONGEST_EXAMPLE)}…` : plain;
}

/** The whole of docs/signatures.md. */
export function signaturesPage(rules: string, tests: string): string {
  const files = readSignatures(rules);
  const examples = readExamples(tests);
  const count = files.reduce((sum, { signatures }) => sum + signatures.length, 0);
  const lines = [HEAD.replace('COUNT', String(count)), overview(files)];
  for (const file of files.filter(({ signatures }) => signatures.length > 0)) {
    lines.push(`## ${file.name.replace('.conf', '')}`, '', file.about, '');
    lines.push('| id | level | severity | what | example |', '| --- | --- | --- | --- | --- |');
    for (const { id, paranoia, severity, message } of file.signatures) {
      lines.push(
        `| ${id} | ${paranoia} | ${severity} | ${cell(message)} | ${code(examples.get(id) ?? '')} |`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
}

function overview(files: readonly SignatureFile[]): string {
  const rows = files.map(({ name, title, tag, signatures }) => {
    const range = name.slice(0, 3);
    const ids = `${range}000–${range}999`;
    return `| \`${name}\` | ${cell(title)} | ${ids} | ${tag === null ? '–' : `\`${tag}\``} | ${signatures.length || '–'} |`;
  });
  return [
    '## Files',
    '',
    '| file | what | rule ids | tag | rules |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Ids 500000 to 599999 are those of the shipped rules; use 1 to 99999 for your own.',
    '',
  ].join('\n');
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function code(text: string): string {
  if (text === '') return '';
  return text.includes('`') ? `\`\` ${cell(text)} \`\`` : `\`${cell(text)}\``;
}
