import { readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/**
 * Puts the latest table between the markers of a document. Usage: `tsx bench/report/readme.ts [README.md]`
 * @throws Error when the markers are not there
 */
const file = process.argv[2] ?? 'README.md';
const table = readFileSync(new URL('../results/latest.md', import.meta.url), 'utf8');
const text = readFileSync(file, 'utf8');
const begin = text.indexOf(BEGIN);
const end = text.indexOf(END);
if (begin < 0 || end < begin) throw new Error(`${file} has no ${BEGIN} … ${END}`);
writeFileSync(file, `${text.slice(0, begin + BEGIN.length)}\n${table}${text.slice(end)}`);
