/**
 * Kinds of bytes, one bit each: a value's kinds tell in one number which transformations have nothing to do on it.
 * Every byte is of at least one kind.
 */
const KINDS: readonly string[] = [
  '%',
  '+',
  '&',
  '\\',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '\t\n\v\f\r',
  ' ',
  '\0',
  '/',
  '*#!-',
  '"\'^`',
  ',;',
  '.',
  '<>',
  '0',
  '123456789',
  'x',
  'abcdefghijklmnopqrstuvwyz',
  '()=:?@[]_{|}~$',
];
const HIGH = KINDS.length;
const OTHER = HIGH + 1;

const KIND_OF = Uint32Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return 1 << HIGH;
  const char = String.fromCharCode(byte);
  const kind = KINDS.findIndex(bytes => bytes.includes(char));
  return 1 << (kind < 0 ? OTHER : kind);
});

/** The kinds of all bytes of a byte string. */
export function kindsIn(bytes: string): number {
  let kinds = 0;
  for (let i = 0; i < bytes.length; i++) kinds |= KIND_OF[bytes.charCodeAt(i) & 0xff];
  return kinds;
}
