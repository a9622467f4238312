import { ActionError, type ActionSpec, wholeNumber } from './spec.js';

export const FLOW_ACTIONS: readonly ActionSpec[] = [
  {
    name: 'chain',
    kind: 'flow',
    summary: 'The next rule is part of this one: both must match.',
    example:
      'SecRule REQUEST_METHOD "@streq POST" "id:100020,phase:1,deny,chain"\n  SecRule &REQUEST_HEADERS:Content-Type "@eq 0"',
    argument: 'none',
    apply(draft) {
      draft.chain = true;
    },
  },
  {
    name: 'skip',
    kind: 'flow',
    summary: 'On a match, passes over so many rules of this phase.',
    example: 'SecRule TX:trusted "@eq 1" "id:100021,phase:2,pass,nolog,skip:2"',
    argument: 'required',
    apply(draft, argument) {
      draft.skip = wholeNumber(argument, 'the number of rules to skip', 1, 1_000_000);
    },
  },
  {
    name: 'skipAfter',
    kind: 'flow',
    summary: 'On a match, goes on after the SecMarker of that name.',
    example: 'SecRule TX:DETECTION_PARANOIA_LEVEL "@lt 2" "id:100022,phase:2,pass,nolog,skipAfter:END-PL2"',
    argument: 'required',
    apply(draft, argument) {
      if (argument === '') throw new ActionError('skipAfter without a name', 'name a SecMarker');
      draft.skipAfter = argument;
    },
  },
  {
    name: 'capture',
    kind: 'flow',
    summary: 'Keeps what the operator matched in TX:0 … TX:9.',
    example: 'SecRule ARGS "@rx (\\d+) or \\1" "id:100023,phase:2,deny,capture,logdata:\'%{TX.1}\'"',
    argument: 'none',
    apply(draft) {
      draft.capture = true;
    },
  },
  {
    name: 'multiMatch',
    kind: 'flow',
    summary: 'Tests the value before the transformations and after each that changed it.',
    example: 'SecRule ARGS "@contains \\\\x3c" "id:100024,phase:2,deny,t:none,t:jsDecode,multiMatch"',
    argument: 'none',
    apply(draft) {
      draft.multiMatch = true;
    },
  },
];
