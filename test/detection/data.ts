import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/process.js';

const FOLDER = join(ROOT, 'test/detection');

/** One line of a data file. Byte string: one char a byte, UTF-8 where it is text. */
export interface Sample {
  /** Name of the file: the class of attack, or the kind of text. */
  readonly kind: string;
  readonly text: string;
  /** Its place among all samples of the folder. */
  readonly number: number;
  /** True for the half that rules are never tuned on; its failures are counted and not looked at. */
  readonly isHeldBack: boolean;
}

/** The samples of a folder. `␊`, `␍` and `␀` stand for the control bytes; lines that begin with `;; ` are headings. */
export function readSamples(folder: 'attacks' | 'benign'): Sample[] {
  const samples: Sample[] = [];
  for (const file of readdirSync(join(FOLDER, folder)).sort()) {
    for (const line of readFileSync(join(FOLDER, folder, file), 'utf8').split('\n')) {
      if (line === '' || line.startsWith(';; ')) continue;
      const written = line.replaceAll('␊', '\n').replaceAll('␍', '\r').replaceAll('␀', '\0');
      const text = Buffer.from(written, 'utf8').toString('latin1');
      samples.push({
        kind: file.replace(/\.txt$/, ''),
        text,
        number: samples.length,
        isHeldBack: isOdd(text),
      });
    }
  }
  return samples;
}

/** A coin that falls the same way each time for the same text. */
function isOdd(text: string): boolean {
  return (createHash('sha256').update(text, 'latin1').digest()[0] & 1) === 1;
}
