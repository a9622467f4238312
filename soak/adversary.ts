import type { Node } from '../src/inspect/regex/ast.js';
import { parsePattern } from '../src/inspect/regex/parse.js';

/** A number from 0 up to the one given, exclusive. */
type Draw = (below: number) => number;

/** Most turns of one repetition: the text is to be long by many matches, not by one. */
const MOST_TURNS = 40;

/**
 * Text over a pattern's own alphabet: matches and near misses, one behind the other. What costs a regular expression most is
 * what nearly matches it, again and again.
 * @returns `size` bytes, or null when the pattern cannot be read
 */
export function adversarialText(pattern: string, size: number, draw: Draw): string | null {
  let root: Node;
  try {
    ({ root } = parsePattern(pattern));
  } catch {
    return null;
  }
  let text = '';
  while (text.length < size) text += sample(root, draw) || 'a';
  return text.slice(0, size);
}

/** A text that the tree matches, or the beginning of one. */
function sample(node: Node, draw: Draw): string {
  switch (node.kind) {
    case 'set': {
      const bytes: number[] = [];
      for (let byte = 0; byte < 256; byte++) if (node.set.has(byte)) bytes.push(byte);
      const visible = bytes.filter(byte => byte > 0x20 && byte < 0x7f);
      const from = visible.length > 0 ? visible : bytes;
      return from.length === 0 ? '' : String.fromCharCode(from[draw(from.length)]!);
    }
    case 'sequence': {
      let text = '';
      for (const item of node.items) {
        if (draw(25) === 0) break;
        text += sample(item, draw);
      }
      return text;
    }
    case 'alternation':
      return sample(node.branches[draw(node.branches.length)]!, draw);
    case 'repeat': {
      const most = Math.min(node.max, node.min + 4);
      const turns = Math.min(MOST_TURNS, node.min + draw(most - node.min + 1));
      let text = '';
      for (let turn = 0; turn < turns; turn++) text += sample(node.item, draw);
      return text;
    }
    case 'capture':
    case 'atomic':
      return sample(node.item, draw);
    case 'look':
      return draw(3) === 0 ? sample(node.item, draw) : '';
    default:
      return '';
  }
}

/** The shapes in which an attacker may send a text, each at a size that the limits let through. */
export const SHAPES: Readonly<Record<string, { readonly size: number; make(text: string): Buffer }>> = {
  query: { size: 5_000, make: text => get(`/?q=${escaped(text).slice(0, 16_000)}`) },
  'many arguments': { size: 20_000, make: text => form(inPieces(text, 20)) },
  form: { size: 400_000, make: text => form(`q=${escaped(text)}`) },
  json: {
    size: 400_000,
    make: text => post('application/json', JSON.stringify({ list: text.match(/[\s\S]{1,1000}/g) ?? [] })),
  },
};

function escaped(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function inPieces(text: string, length: number): string {
  const fields: string[] = [];
  for (let at = 0; at < text.length && fields.length < 900; at += length)
    fields.push(`a${fields.length}=${escaped(text.slice(at, at + length))}`);
  return fields.join('&');
}

function get(target: string): Buffer {
  return Buffer.from(
    `GET ${target} HTTP/1.1\r\nHost: www.example.jp\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n`,
  );
}

function form(body: string): Buffer {
  return post('application/x-www-form-urlencoded', body);
}

function post(type: string, text: string): Buffer {
  const body = Buffer.from(text, 'latin1');
  const head = `POST / HTTP/1.1\r\nHost: www.example.jp\r\nUser-Agent: test\r\nAccept: */*\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
