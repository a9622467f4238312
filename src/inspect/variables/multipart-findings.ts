import type { FilePart, MultipartFlags } from '../../core/index.js';
import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { Value } from '../value.js';
import { flag } from './make.js';
import type { VariableSpec } from './spec.js';

const NO_FILES: readonly FilePart[] = Object.freeze([]);

/** Uploads of a multipart body. */
export const filesOf = (inspection: Inspection): readonly FilePart[] => inspection.body?.files ?? NO_FILES;

/** A MULTIPART_… variable that shows one finding of the parser. */
export function multipartFlag(name: string, finding: keyof MultipartFlags, summary: string): VariableSpec {
  return flag(name, 'body', `1 when: ${summary}`, ({ body }) => body?.multipart?.[finding] === true);
}

/** Values that are their own keys, as ModSecurity v3 has them. */
export function asNames(variable: string, texts: readonly string[]): Entry[] {
  return texts.map(text => new Entry(variable, text, new Value(text)));
}
