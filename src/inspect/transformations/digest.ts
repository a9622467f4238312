import { createHash } from 'node:crypto';
import type { TransformationSpec } from '../contract.js';

function digest(algorithm: 'md5' | 'sha1', bytes: string): string {
  return createHash(algorithm).update(bytes, 'latin1').digest().toString('latin1');
}

export const md5: TransformationSpec = {
  name: 'md5',
  summary: 'The MD5 digest as 16 raw bytes; hexEncode makes it readable.',
  example: ['', '\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\x09\x98\xec\xf8\x42\x7e'],
  apply: bytes => digest('md5', bytes),
};

export const sha1: TransformationSpec = {
  name: 'sha1',
  summary: 'The SHA-1 digest as 20 raw bytes; hexEncode makes it readable.',
  example: ['', '\xda\x39\xa3\xee\x5e\x6b\x4b\x0d\x32\x55\xbf\xef\x95\x60\x18\x90\xaf\xd8\x07\x09'],
  apply: bytes => digest('sha1', bytes),
};
