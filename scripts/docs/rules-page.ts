import { SECTIONS, type Section } from './rules-entries.js';

const HEAD = `# The rule language

What SecLang has here, against the reference manual of ModSecurity v3. This page is made from the program itself by
\`npm run docs:rules\`. What a table marks as left out is an error when the rules are loaded, with the reason in the table:
nothing is passed over in silence.
`;

/** The whole of docs/rules.md. */
export function rulesPage(): string {
  return [HEAD, ...SECTIONS.map(sectionText)].join('\n');
}

function sectionText({ title, intro, typeTitle, entries, leftOut }: Section): string {
  const lines = [
    `## ${title}`,
    '',
    intro,
    '',
    `| name | ${typeTitle} | what it does | example |`,
    '| --- | --- | --- | --- |',
    ...entries.map(({ name, type, text, example }) =>
      row(code(name), cell(type), cell(text), codeLines(example)),
    ),
    ...leftOut.map(({ name, reason, example }) =>
      row(code(name), '**left out**', `Load error: ${cell(reason)}`, codeLines(example)),
    ),
    '',
  ];
  return lines.join('\n');
}

function row(...cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A bar would end the cell, in code as well. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${cell(text)}${fence}`;
}

function codeLines(example: string): string {
  return example
    .split('\n')
    .map(line => code(line.trim()))
    .join('<br>');
}
