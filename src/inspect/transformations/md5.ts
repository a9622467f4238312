import type { TransformationSpec } from '../contract.js';
import { digest } from './digest.js';

export const md5: TransformationSpec = {
  name: 'md5',
  summary: 'The MD5 digest as 16 raw bytes; hexEncode makes it readable.',
  example: ['', '\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\x09\x98\xec\xf8\x42\x7e'],
  apply: bytes => digest('md5', bytes),
};
