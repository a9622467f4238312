import { compileMacro } from '../macro.js';
import { ActionError, type ActionSpec, wholeNumber } from './spec.js';

export const DISRUPTIVE_ACTIONS: readonly ActionSpec[] = [
  {
    name: 'deny',
    kind: 'disruptive',
    summary: 'Answers with `status` (403 unless said otherwise).',
    example: 'SecRule REQUEST_METHOD "@streq TRACE" "id:100010,phase:1,deny,status:405"',
    argument: 'none',
    apply(draft) {
      draft.disruption = { kind: 'deny' };
    },
  },
  {
    name: 'block',
    kind: 'disruptive',
    summary: 'Does what SecDefaultAction says for this phase.',
    example: 'SecRule ARGS "@contains <script" "id:100011,phase:2,block"',
    argument: 'none',
    apply(draft) {
      draft.disruption = { kind: 'block' };
    },
  },
  {
    name: 'drop',
    kind: 'disruptive',
    summary: 'Closes the connection without an answer.',
    example: 'SecRule REQUEST_HEADERS:User-Agent "@contains masscan" "id:100012,phase:1,drop"',
    argument: 'none',
    apply(draft) {
      draft.disruption = { kind: 'drop' };
    },
  },
  {
    name: 'pass',
    kind: 'disruptive',
    summary: 'Goes on with the next rule.',
    example: 'SecAction "id:100013,phase:1,pass,nolog,setvar:tx.seen=1"',
    argument: 'none',
    apply(draft) {
      draft.disruption = { kind: 'pass' };
    },
  },
  {
    name: 'allow',
    kind: 'disruptive',
    summary:
      'Passes over all further rules; `allow:phase` over this phase, `allow:request` over phases 1 and 2.',
    example: 'SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24" "id:100014,phase:1,allow:request,nolog"',
    argument: 'optional',
    apply(draft, argument) {
      const scope = argument === '' ? 'transaction' : argument;
      if (scope !== 'transaction' && scope !== 'request' && scope !== 'phase') {
        throw new ActionError(`allow:${argument}`, 'write allow, allow:phase or allow:request');
      }
      draft.disruption = { kind: 'allow', scope };
    },
  },
  {
    name: 'redirect',
    kind: 'disruptive',
    summary:
      'Answers with a redirect to a URL (302 unless `status` says 301, 303, 307 or 308). May hold macros.',
    example: `SecRule REQUEST_URI "@beginsWith /old" "id:100015,phase:1,redirect:'https://www.example.com/new'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.disruption = { kind: 'redirect', to: compileMacro(argument) };
    },
  },
  {
    name: 'status',
    kind: 'metadata',
    summary: 'Status code of deny and redirect.',
    example: 'SecRule &ARGS "@gt 200" "id:100016,phase:2,deny,status:400"',
    argument: 'required',
    apply(draft, argument) {
      draft.status = wholeNumber(argument, 'the status', 100, 599);
    },
  },
];
