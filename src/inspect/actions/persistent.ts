import { lowerAscii } from '../../core/index.js';
import { compileMacro } from '../macro.js';
import { leadingNumber } from '../numbers.js';
import { PERSISTENT_COLLECTIONS } from '../variables/persistent.js';
import { variableReference } from './setvar.js';
import { ActionError, type ActionSpec, wholeNumber } from './spec.js';

/** Longest key of a persistent record: keys come from requests. */
const LONGEST_KEY = 256;
const MOST_SECONDS = 1_000_000_000;

function opener(name: string, collection: string, summary: string): ActionSpec {
  return {
    name,
    kind: 'effect',
    summary,
    example: `SecRule REQUEST_COOKIES:PHPSESSID "!@streq ''" "id:100050,phase:1,pass,nolog,${name}:%{MATCHED_VAR}"`,
    argument: 'required',
    apply(draft, argument) {
      const key = compileMacro(argument);
      draft.effects.push(inspection => {
        inspection.opened.set(collection, key.expand(inspection).slice(0, LONGEST_KEY));
      });
    },
  };
}

export const PERSISTENT_ACTIONS: readonly ActionSpec[] = [
  {
    name: 'initcol',
    kind: 'effect',
    summary: 'Opens a persistent collection under a key, e.g. initcol:ip=%{REMOTE_ADDR}.',
    example: 'SecAction "id:100051,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"',
    argument: 'required',
    apply(draft, argument) {
      const equals = argument.indexOf('=');
      const collection = argument.slice(0, Math.max(equals, 0)).toUpperCase();
      if (!(PERSISTENT_COLLECTIONS as readonly string[]).includes(collection)) {
        throw new ActionError(
          `initcol:${argument}`,
          `write initcol:NAME=KEY with one of the collections ${PERSISTENT_COLLECTIONS.join(', ')}`,
        );
      }
      const key = compileMacro(argument.slice(equals + 1));
      draft.effects.push(inspection => {
        inspection.opened.set(collection, key.expand(inspection).slice(0, LONGEST_KEY));
      });
    },
  },
  opener('setsid', 'SESSION', 'Opens the SESSION collection under a session id.'),
  opener('setuid', 'USER', 'Opens the USER collection under a user name.'),
  {
    name: 'expirevar',
    kind: 'effect',
    summary: 'A persistent variable vanishes after so many seconds, e.g. expirevar:ip.blocked=60.',
    example:
      'SecAction "id:100052,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},setvar:ip.seen=1,expirevar:ip.seen=60"',
    argument: 'required',
    apply(draft, argument) {
      const equals = argument.indexOf('=');
      const { collection, name } = variableReference(argument.slice(0, Math.max(equals, 0)));
      const seconds = compileMacro(argument.slice(equals + 1));
      if (seconds.isStatic) wholeNumber(seconds.source, 'the number of seconds', 0, MOST_SECONDS);
      draft.effects.push(inspection => {
        const key = inspection.opened.get(collection);
        if (key !== undefined) {
          const span = Math.min(Math.max(0, leadingNumber(seconds.expand(inspection))), MOST_SECONDS);
          inspection.environment.collections.expire(
            collection,
            key,
            lowerAscii(name.expand(inspection)),
            span,
          );
        }
      });
    },
  },
  {
    name: 'setenv',
    kind: 'effect',
    summary: 'Sets a variable of the ENV collection for this transaction.',
    example: 'SecAction "id:100053,phase:1,pass,nolog,setenv:checked=1"',
    argument: 'required',
    apply(draft, argument) {
      const equals = argument.indexOf('=');
      const name = lowerAscii(equals < 0 ? argument : argument.slice(0, equals));
      const value = compileMacro(equals < 0 ? '1' : argument.slice(equals + 1));
      draft.effects.push(inspection => {
        inspection.env.set(name, value.expand(inspection));
      });
    },
  },
];
