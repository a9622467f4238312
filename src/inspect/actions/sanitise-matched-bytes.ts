import { bothSpellings } from './sanitise.js';
import { ActionError } from './spec.js';

/** Shorter texts would be masked by chance all over the line. */
const LEAST_BYTES = 4;

function shownBytes(argument: string): [first: number, last: number] {
  if (argument === '') return [0, 0];
  const form = /^(\d{1,3})\/(\d{1,3})$/.exec(argument);
  if (form === null) {
    throw new ActionError(JSON.stringify(argument), 'write how many first and last bytes stay, such as 1/4');
  }
  return [Number(form[1]), Number(form[2])];
}

function shown(text: string, first: number, last: number): string {
  if (first + last >= text.length) return text;
  return `${text.slice(0, first)}***${last === 0 ? '' : text.slice(-last)}`;
}

export const sanitiseMatchedBytes = bothSpellings('MatchedBytes', {
  summary:
    'Masks in the audit log the bytes that the operator matched (with `capture`: TX:0), but for the first x and the last y with `:x/y`. Fewer than 4 bytes are left alone.',
  example:
    'SecRule ARGS "@verifyCC \\d{13,16}" "id:100084,phase:2,pass,log,capture,sanitiseMatchedBytes:0/4"',
  argument: 'optional',
  apply(draft, argument) {
    const [first, last] = shownBytes(argument);
    draft.effects.push(inspection => {
      const text = inspection.tx.get('0') ?? inspection.matchedValue?.bytes ?? '';
      if (text.length < LEAST_BYTES) return;
      inspection.transaction.maskedTexts.set(text, shown(text, first, last));
    });
  },
});
