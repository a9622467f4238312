import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `30m`, `2h`, `7d` as seconds. @throws InvalidArgumentError */
export function seconds(written: string): number {
  const found = /^(\d{1,9})([smhd])$/.exec(written);
  const value = found === null ? 0 : Number(found[1]) * UNITS[found[2]];
  if (value < 1) throw new InvalidArgumentError('Write a time such as 90s, 30m, 2h or 7d.');
  return value;
}
