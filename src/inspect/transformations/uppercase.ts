import type { TransformationSpec } from '../contract.js';
import { mapBytes } from './bytes.js';

const UPPER = Uint8Array.from({ length: 256 }, (_, code) =>
  code <= 0x7a && code >= 0x61 ? code - 0x20 : code,
);

export const uppercase: TransformationSpec = {
  name: 'uppercase',
  summary: 'Turns a–z into A–Z. Other bytes, those of UTF-8 letters too, stay.',
  example: ['SeLeCt \xc3\xa4', 'SELECT \xc3\xa4'],
  touches: 'ax',
  foldsCaseOnly: true,
  apply: bytes => mapBytes(bytes, UPPER),
};
