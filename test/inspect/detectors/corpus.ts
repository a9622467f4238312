import { readdirSync, readFileSync } from 'node:fs';

/** One value of a captured request, decoded as a server decodes it. */
export interface Sample {
  readonly file: string;
  /** `query`, `body`, `json`, `cookie`, `user-agent`, `referer`, `path`; names of arguments as `name`. */
  readonly source: string;
  readonly value: string;
}

/** All values of the raw requests in a folder, each distinct value of a source once. */
export function samplesOf(folder: URL): Sample[] {
  const samples: Sample[] = [];
  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(new URL(file, folder), 'latin1');
    const headEnd = text.indexOf('\n\n') === -1 ? text.length : text.indexOf('\n\n');
    const crlfEnd = text.indexOf('\r\n\r\n');
    const end = crlfEnd === -1 ? headEnd : Math.min(headEnd, crlfEnd);
    const lines = text.slice(0, end).split(/\r?\n/);
    const body = text.slice(end).replace(/^[\r\n]+/, '');
    const target = (lines[0] ?? '').split(' ').slice(1, -1).join(' ');
    const mark = target.indexOf('?');
    const add = (source: string, value: string): void => {
      if (value !== '') samples.push({ file, source, value });
    };
    add('path', decode(mark === -1 ? target : target.slice(0, mark), false));
    if (mark !== -1) form(target.slice(mark + 1), 'query', add);
    let type = '';
    for (const line of lines.slice(1)) {
      const [name, ...rest] = line.split(':');
      const value = rest.join(':').trim();
      switch (name?.toLowerCase()) {
        case 'cookie':
          for (const pair of value.split(/; */)) add('cookie', pair.slice(pair.indexOf('=') + 1));
          break;
        case 'user-agent':
        case 'referer':
          add(name.toLowerCase(), value);
          break;
        case 'content-type':
          type = value.toLowerCase();
          break;
      }
    }
    if (type.includes('urlencoded')) form(body, 'body', add);
    else if (/^\s*[{[]/.test(body)) json(body, add);
    else add('text', body);
  }
  const seen = new Set<string>();
  return samples.filter(({ source, value }) => {
    const key = `${source} ${value}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function form(text: string, source: string, add: (source: string, value: string) => void): void {
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    add('name', decode(at === -1 ? pair : pair.slice(0, at), true));
    if (at !== -1) add(source, decode(pair.slice(at + 1), true));
  }
}

function json(text: string, add: (source: string, value: string) => void): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
  } catch {
    add('text', text);
    return;
  }
  const visit = (node: unknown): void => {
    if (typeof node === 'string') add('json', Buffer.from(node, 'utf8').toString('latin1'));
    else if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (!Array.isArray(node)) add('name', Buffer.from(key, 'utf8').toString('latin1'));
        visit(value);
      }
    }
  };
  visit(parsed);
}

/** Percent-decoding that leaves what is no escape; the second pass of the rules' `urlDecodeUni` is the same. */
export function decode(text: string, isForm: boolean): string {
  return (isForm ? text.replaceAll('+', ' ') : text)
    .replace(/%u00([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** A value as the rules hand it to the operator: decoded once more, without NUL. */
export function asRulesSee(value: string): string {
  return decode(value, true).replaceAll('\0', '');
}
