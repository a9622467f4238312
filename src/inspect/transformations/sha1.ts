import type { TransformationSpec } from '../contract.js';
import { digest } from './digest.js';

export const sha1: TransformationSpec = {
  name: 'sha1',
  summary: 'The SHA-1 digest as 20 raw bytes; hexEncode makes it readable.',
  example: ['', '\xda\x39\xa3\xee\x5e\x6b\x4b\x0d\x32\x55\xbf\xef\x95\x60\x18\x90\xaf\xd8\x07\x09'],
  apply: bytes => digest('sha1', bytes),
};
