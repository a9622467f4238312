import { TRANSFORMATIONS } from '../../src/inspect/transformations/index.js';
import { values } from './corpus.js';
import { bench } from './harness.js';

/** Those that the CRS and the shipped rules use. */
const USED = [
  ...[
    'urlDecodeUni',
    'lowercase',
    'htmlEntityDecode',
    'jsDecode',
    'cssDecode',
    'removeNulls',
    'utf8toUnicode',
  ],
  ...[
    'cmdLine',
    'normalizePathWin',
    'compressWhitespace',
    'replaceComments',
    'escapeSeqDecode',
    'base64Decode',
  ],
];

for (const name of USED) {
  const spec = TRANSFORMATIONS.get(name.toLowerCase());
  if (spec === undefined) throw new Error(`there is no transformation ${name}`);
  bench(name, values, value => spec.apply(value).length);
}
