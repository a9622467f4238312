import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { decode, type Sample } from './corpus.js';

interface Document {
  rule_id: number;
  tests: {
    test_id: number;
    stages: {
      input: { uri?: string; data?: string; headers?: Record<string, string> };
      output: { log?: { expect_ids?: number[]; no_expect_ids?: number[] } };
    }[];
  }[];
}

/** One test of the OWASP CRS: what it sends, by the name of the variable, and whether its rule should match. */
export interface CrsCase {
  readonly id: string;
  readonly rule: number;
  readonly expected: boolean;
  readonly samples: readonly Sample[];
}

/** The tests of the rules whose number begins with `prefix`, in a folder of go-ftw files. */
export function crsCases(folder: URL, prefix: string): CrsCase[] {
  const cases: CrsCase[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.startsWith(prefix) || !file.endsWith('.yaml')) continue;
    const document = parse(readFileSync(new URL(file, folder), 'utf8')) as Document;
    for (const { test_id: test, stages } of document.tests) {
      for (const { input, output } of stages) {
        const rule = document.rule_id;
        const expected = output.log?.expect_ids?.includes(rule) ?? false;
        cases.push({ id: `${rule}-${test}`, rule, expected, samples: samplesIn(input, `${rule}-${test}`) });
      }
    }
  }
  return cases;
}

function samplesIn(input: CrsInput, file: string): Sample[] {
  const samples: Sample[] = [];
  const add = (source: string, text: string): void => {
    if (text !== '') samples.push({ file, source, value: Buffer.from(text, 'utf8').toString('latin1') });
  };
  const form = (text: string, source: string): void => {
    for (const pair of text.split('&')) {
      const at = pair.indexOf('=');
      add('name', decode(at === -1 ? pair : pair.slice(0, at), true));
      if (at !== -1) add(source, decode(pair.slice(at + 1), true));
    }
  };
  const uri = input.uri ?? '/';
  const mark = uri.indexOf('?');
  const path = decode(mark === -1 ? uri : uri.slice(0, mark), false);
  add('path', path);
  add('basename', path.slice(path.lastIndexOf('/') + 1));
  if (mark !== -1) form(uri.slice(mark + 1), 'query');
  const headers = input.headers ?? {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (lower === 'user-agent' || lower === 'referer') add(lower, String(value));
    if (lower === 'cookie')
      for (const pair of String(value).split(/; */)) add('cookie', pair.slice(pair.indexOf('=') + 1));
  }
  const type = String(headers['Content-Type'] ?? '');
  const data = input.data ?? '';
  if (type.includes('xml')) {
    for (const [, value = ''] of data.matchAll(/="([^"]*)"/g)) add('xml', unescapeXml(value));
  } else if (type.includes('json') || type.includes('multipart')) add('text', data);
  else form(data, 'body');
  return samples;
}

type CrsInput = Document['tests'][number]['stages'][number]['input'];

function unescapeXml(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
