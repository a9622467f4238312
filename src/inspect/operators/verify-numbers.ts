import { isDigit } from '../byte-class.js';

/** Checks of identity and card numbers. Each takes text as a regular expression found it and reads its digits only. */

function digitsOf(text: string): number[] {
  const digits: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) digits.push(code - 0x30);
  }
  return digits;
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * digits[i]!;
  return sum;
}

function allEqual(digits: readonly number[]): boolean {
  return digits.every(digit => digit === digits[0]);
}

/** Each digit is one more than the one before, 0 following 9. */
function isSequence(digits: readonly number[]): boolean {
  return digits.every((digit, i) => i === 0 || digit === (digits[i - 1]! + 1) % 10);
}

/** Payment card numbers: the Luhn sum (ISO/IEC 7812-1, annex B). Text without digits fails. */
export function isCardNumber(text: string): boolean {
  const digits = digitsOf(text);
  let sum = 0;
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const digit = digits[i]!;
    sum += double ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Brazil's CPF: the first eleven digits, the last two of them check digits modulo 11. */
export function isCpf(text: string): boolean {
  const digits = digitsOf(text).slice(0, 11);
  if (digits.length < 11 || allEqual(digits) || isSequence(digits)) return false;
  return (
    cpfCheckDigit(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === digits[9] &&
    cpfCheckDigit(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === digits[10]
  );
}

function cpfCheckDigit(digits: readonly number[], weights: readonly number[]): number {
  const remainder = weighted(digits, weights) % 11;
  return remainder < 2 ? 0 : 11 - remainder;
}

/** US social security numbers: nine digits, no part of them zero, area below 740 and not 666, not all in a row. */
export function isSsn(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 9 || allEqual(digits)) return false;
  if (digits.every((digit, i) => i === 0 || digit === digits[i - 1]! + 1)) return false;
  const number = Number(digits.join(''));
  const area = Math.floor(number / 1_000_000);
  const group = Math.floor(number / 10_000) % 100;
  const serial = number % 10_000;
  return area > 0 && area < 740 && area !== 666 && group > 0 && serial > 0;
}

/** Austria's social insurance numbers: the first ten digits, the fourth of them a check digit modulo 11. */
export function isSvnr(text: string): boolean {
  const digits = digitsOf(text).slice(0, 10);
  if (digits.length < 10 || allEqual(digits) || isSequence(digits)) return false;
  const remainder = weighted(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
  return (remainder === 10 ? 0 : remainder) === digits[3];
}
