import type { TransformationSpec } from '../contract.js';
import { base64Text } from './base64-text.js';
import { foldForms } from './fold-forms.js';
import { htmlEntityDecode } from './html-entity-decode.js';
import { decodeNames } from './html-names.js';
import { SIGNS } from './signs.js';
import { decodeUnicodeEscapes } from './unicode-escapes.js';
import { urlDecodeUniWith } from './url-decode-uni.js';
import { decodeUtf7 } from './utf7.js';

const urlDecode = urlDecodeUniWith(SIGNS);

/** Layers that are taken off. A value that is written in more of them is not what any application decodes. */
const MOST_LAYERS = 5;

/**
 * What applications, browsers and frameworks make of a value between them: every layer of percent escapes, entities,
 * `\u` and `\x` escapes, UTF-7 and Base64 of text, then full-width and overlong forms of ASCII.
 */
function apply(bytes: string): string {
  let text = bytes;
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const next = onceDecoded(text);
    if (next === text) break;
    text = next;
  }
  return foldForms(text);
}

function onceDecoded(text: string): string {
  const decoded = base64Text(text);
  if (decoded !== null) return decoded;
  const plain = text.includes('+A') ? decodeUtf7(text) : text;
  const entities = decodeNames(htmlEntityDecode.apply(decodePercent(plain)));
  return entities.includes('\\') ? decodeUnicodeEscapes(entities) : entities;
}

/** A plus sign stands for a space only where no space is written as itself: `' + x + '` stays. */
function decodePercent(text: string): string {
  if (!text.includes('+') || !/[ \t\r\n]/.test(text)) return urlDecode(text);
  return text.includes('%') ? text.split('+').map(urlDecode).join('+') : text;
}

export const decodeLayers: TransformationSpec = {
  name: 'decodeLayers',
  summary:
    'Takes off up to five layers of %HH, +, %uHHHH, HTML entities, \\uHHHH, \\xHH, UTF-7 and Base64 (of a whole value that is ' +
    'readable text), then writes full-width and overlong forms of ASCII as ASCII.',
  example: ['JTI1M0NzY3JpcHQlMjUzRQ==', '<script>'],
  apply,
};
