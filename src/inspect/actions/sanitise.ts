import type { ActionSpec } from './spec.js';

/** `sanitise…` actions: they mask values in the audit log. Both spellings of the manual are taken. */
function bothSpellings(suffix: string, spec: Omit<ActionSpec, 'name' | 'kind'>): ActionSpec[] {
  return ['sanitise', 'sanitize'].map(prefix => ({ ...spec, name: `${prefix}${suffix}`, kind: 'effect' }));
}

export const SANITISE_ACTIONS: readonly ActionSpec[] = [
  ...bothSpellings('Arg', {
    summary: 'Masks an argument in the audit log.',
    example: 'SecAction "id:100080,phase:1,pass,nolog,sanitiseArg:password"',
    argument: 'required',
    apply(draft, argument) {
      draft.effects.push(({ transaction }) => transaction.maskedFields.add(argument.toLowerCase()));
    },
  }),
  ...bothSpellings('RequestHeader', {
    summary: 'Masks a request header in the audit log.',
    example: 'SecAction "id:100081,phase:1,pass,nolog,sanitiseRequestHeader:X-Secret"',
    argument: 'required',
    apply(draft, argument) {
      draft.effects.push(({ transaction }) => transaction.maskedFields.add(argument.toLowerCase()));
    },
  }),
  ...bothSpellings('Matched', {
    summary: 'Masks what this rule matched in the audit log.',
    example: 'SecRule ARGS "@rx ^\\d{16}$" "id:100082,phase:2,pass,log,sanitiseMatched"',
    argument: 'none',
    apply(draft) {
      draft.effects.push(({ transaction, matchedName }) => {
        const colon = matchedName.indexOf(':');
        if (colon >= 0) transaction.maskedFields.add(matchedName.slice(colon + 1).toLowerCase());
      });
    },
  }),
];
