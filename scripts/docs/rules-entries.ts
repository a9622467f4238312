/** Everything that SecLang has here, with what the documentation says of it: read out of the registries. */
import { CTL_OPTIONS, LEFT_OUT_CTL } from '../../src/inspect/actions/ctl/index.js';
import { ACTIONS, LEFT_OUT_ACTIONS } from '../../src/inspect/actions/registry.js';
import { LEFT_OUT_OPERATORS, OPERATORS } from '../../src/inspect/operators/index.js';
import { TRANSFORMATIONS } from '../../src/inspect/transformations/index.js';
import { UNSUPPORTED_VARIABLES, VARIABLES } from '../../src/inspect/variables/registry.js';
import type { VariableSpec } from '../../src/inspect/variables/spec.js';
import {
  DIRECTIVES,
  LANGUAGE_DIRECTIVES,
  LEFT_OUT_DIRECTIVES,
} from '../../src/seclang/directives/registry.js';

/** One line of a table. */
export interface Entry {
  /** As rules write it. */
  readonly name: string;
  /** Phase, group or kind, as the section's second column says. */
  readonly type: string;
  readonly text: string;
  /** Directives that load. */
  readonly example: string;
}

/** One line of a table's left-out part. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
  /** Directives that give a load error with the reason. */
  readonly example: string;
}

export interface Section {
  readonly title: string;
  readonly intro: string;
  /** Heading of the second column. */
  readonly typeTitle: string;
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
}

const byName = <T extends { readonly name: string }>(entries: Iterable<T>): T[] =>
  [...entries].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

const directives: Section = {
  title: 'Directives',
  intro:
    'Names are read without regard to case. Local housekeeping (places of files, limits of memory) is a warning at load that ' +
    'says who does it here, so that configurations of ModSecurity load unchanged; what would change what is inspected, ' +
    'refused or recorded, and is not done here, is an error.',
  typeTitle: 'what it is',
  entries: byName([
    ...Array.from(LANGUAGE_DIRECTIVES.values(), ({ name, summary, example }) => ({
      name,
      type: 'rules',
      text: summary,
      example,
    })),
    ...Array.from(DIRECTIVES.values(), ({ name, summary, example, idle }) => ({
      name,
      type:
        idle === undefined
          ? name.startsWith('SecRuleR') || name.startsWith('SecRuleU')
            ? 'changes rules'
            : 'setting'
          : '**warning**',
      text: summary,
      example,
    })),
  ]),
  leftOut: byName(LEFT_OUT_DIRECTIVES).map(({ name, reason, offIsFine }) => ({
    name,
    reason: offIsFine === true ? `${reason} (Off is taken)` : reason,
    example: `${name} On`,
  })),
};

/** In which phases a variable has its value. */
function phasesOf({ settles, name }: VariableSpec): string {
  if (settles === 'head') return '1–5';
  if (settles === 'body') return '2–5';
  if (settles === 'response')
    return name === 'RESPONSE_BODY' || name === 'OUTBOUND_DATA_ERROR' ? '4–5' : '3–5';
  return 'as set';
}

const variables: Section = {
  title: 'Variables',
  intro:
    'A collection (`NAME:key`) takes a key, `NAME:/regex/`, or neither, for all of it. `&NAME` counts, `!NAME:key` leaves out. ' +
    'The second column has the phases in which a value is there.',
  typeTitle: 'phases',
  entries: byName(
    Array.from(VARIABLES.values(), spec => ({
      name: spec.isCollection ? `${spec.name}:key` : spec.name,
      type: phasesOf(spec),
      text: spec.summary,
      example: spec.example,
    })),
  ),
  leftOut: Array.from(UNSUPPORTED_VARIABLES, ([name, reason]) => ({
    name,
    reason,
    example: `SecRule ${name} "@rx x" "id:1000,phase:2,pass"`,
  })),
};

const operators: Section = {
  title: 'Operators',
  intro:
    'Written `@name argument`, with `!` before it for the contrary. A rule without an operator means `@rx`.',
  typeTitle: 'argument',
  entries: byName(
    Array.from(OPERATORS.values(), ({ name, summary, example, caution }) => ({
      name: `@${name}`,
      type: /@\w+"/.test(example)
        ? 'none'
        : /FromFile|[a-z]F /.test(example) || name === 'pmf'
          ? 'file'
          : 'text',
      text: caution === undefined ? summary : `${summary} Warned of at load: ${caution}`,
      example,
    })),
  ),
  leftOut: LEFT_OUT_OPERATORS.map(({ name, reason }) => ({
    name: `@${name}`,
    reason,
    example: `SecRule ARGS "@${name} x" "id:1000,phase:2,pass"`,
  })),
};

const printable = (bytes: string): string =>
  `\`${JSON.stringify(bytes).replace(/[\u007f-\u00ff]/g, escaped)}\``;

function escaped(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

const transformations: Section = {
  title: 'Transformations',
  intro:
    'Written `t:name`, carried out in order before the operator sees the value. `t:none` forgets those before it.',
  typeTitle: 'what becomes of a value',
  entries: byName([
    {
      name: 't:none',
      type: 'nothing',
      text: 'Forgets the transformations before it, those of SecDefaultAction too.',
      example: 'SecRule ARGS "@contains select" "id:1000,phase:2,deny,t:none"',
    },
    ...Array.from(TRANSFORMATIONS.values(), ({ name, summary, example: [input, output] }) => ({
      name: `t:${name}`,
      type: `${printable(input)} → ${printable(output)}`,
      text: summary,
      example: `SecRule ARGS "@contains select" "id:1000,phase:2,deny,t:none,t:${name}"`,
    })),
  ]),
  leftOut: [],
};

const actions: Section = {
  title: 'Actions',
  intro: 'Separated by commas; an argument with a comma stands in single quotes.',
  typeTitle: 'group',
  entries: byName(
    Array.from(ACTIONS.values(), ({ name, group, summary, example }) => ({
      name,
      type: group,
      text: summary,
      example,
    })),
  ),
  leftOut: LEFT_OUT_ACTIONS.map(({ name, reason }) => ({
    name,
    reason,
    example: `SecAction "id:1000,phase:1,pass,${name}:x"`,
  })),
};

const ctlOptions: Section = {
  title: 'Options of ctl',
  intro: 'Written `ctl:option=value`; they hold for the transaction at hand.',
  typeTitle: 'what it changes',
  entries: byName(
    Array.from(CTL_OPTIONS.values(), ({ name, summary, example, caution }) => ({
      name: `ctl:${name}`,
      type: caution === undefined ? (name.startsWith('ruleRemove') ? 'rules' : 'engine') : 'nothing',
      text: summary,
      example,
    })),
  ),
  leftOut: LEFT_OUT_CTL.map(({ name, reason }) => ({
    name: `ctl:${name}`,
    reason,
    example: `SecAction "id:1000,phase:1,pass,ctl:${name}=On"`,
  })),
};

export const SECTIONS: readonly Section[] = [
  directives,
  variables,
  operators,
  transformations,
  actions,
  ctlOptions,
];
