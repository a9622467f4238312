import { existsSync } from 'node:fs';
import type { RawRequest } from '../../../../src/replay/index.js';
import { CAPTURED, captured, capturedNames, crsTests, samplesOf } from './samples.js';

/** Where there is nothing beside the project. */
const OWN_VALUES = [
  "1' union all select null, version()--",
  '<script>alert(1)</script>',
  '../../../etc/passwd',
  '; cat /etc/passwd | id',
  '$\u007bjndi:ldap://x}',
  '{{7*7}}',
  '<?php echo 1;',
  '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
  'http://169.254.169.254/latest/meta-data',
  'Mozilla/5.0 (X11; Linux x86_64)',
  'a quiet remark about nothing much',
];
const LONGEST = 400;
/** One in so many benign requests: there are many, and much alike. */
const BENIGN_STEP = 25;

let values: readonly string[] | null = null;

/** Values as requests have them, decoded and not: attacks of all kinds, and benign ones. Sorted, each once. */
export function valuesAtHand(): readonly string[] {
  values ??= collect();
  return values;
}

function collect(): string[] {
  const found = new Set(OWN_VALUES);
  const take = (request: RawRequest): void => {
    for (const text of piecesOf(request)) if (text.length > 1 && text.length <= LONGEST) found.add(text);
  };
  for (const test of crsTests()) for (const { request } of samplesOf(test)) take(request);
  if (existsSync(CAPTURED)) {
    const names = capturedNames();
    const wanted = names.filter((name, index) => name.startsWith('attack/') || index % BENIGN_STEP === 0);
    for (const name of wanted) take(captured(name).request);
  }
  return [...found].sort();
}

function piecesOf({ head, body }: RawRequest): string[] {
  const pieces = [...head.target.split(/[?&=;/]/), ...head.rawHeaders];
  for (const value of head.headers('cookie')) pieces.push(...value.split(/; ?|=/));
  const text = body.toString('latin1', 0, 20_000);
  pieces.push(...text.split(/[\r\n&]+|=/), ...text.split(/"/));
  return pieces.flatMap(piece => [piece, percentDecoded(piece)]);
}

function percentDecoded(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
