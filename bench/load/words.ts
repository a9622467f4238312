import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Numbers that look drawn by chance and are the same for the same seed (mulberry32). */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** @returns an integer from 0 to below `limit` */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }
}

const SYLLABLES =
  'ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa an in en on'.split(
    ' ',
  );

/** A made-up word. */
export function madeUpWord(draw: Draw): string {
  let word = '';
  for (let i = draw.below(4) + 1; i >= 0; i--) word += draw.of(SYLLABLES);
  return word;
}

/**
 * Values of queries, cookies and urlencoded bodies of captured requests, as they were sent, each once.
 * @param folder of raw HTTP requests; made-up words when it is not there
 */
export function realValues(folder: string, most = 20_000): string[] {
  if (!existsSync(folder)) {
    const draw = new Draw(1);
    return Array.from({ length: most }, () => madeUpWord(draw));
  }
  const values = new Set<string>();
  for (const name of readdirSync(folder).sort()) {
    const request = readFileSync(`${folder}/${name}`, 'latin1');
    const target = request.slice(0, request.indexOf('\r\n')).split(' ')[1] ?? '';
    addFields(values, target.slice(target.indexOf('?') + 1), '&');
    addFields(values, /^cookie: (.*)$/im.exec(request)?.[1] ?? '', '; ');
    if (/^content-type: application\/x-www-form-urlencoded/im.test(request)) {
      addFields(values, request.slice(request.indexOf('\r\n\r\n') + 4), '&');
    }
    if (values.size >= most) break;
  }
  return [...values];
}

function addFields(values: Set<string>, text: string, separator: string): void {
  for (const field of text.split(separator)) {
    const value = field.slice(field.indexOf('=') + 1);
    if (value !== '' && value.length <= 2048 && /^[!-~]+$/.test(value)) values.add(value);
  }
}
