import type { Pair } from '../../core/index.js';
import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { collection, fromPairs, scalar } from './make.js';

const NO_PAIRS: readonly Pair[] = Object.freeze([]);
const post = (inspection: Inspection): readonly Pair[] => inspection.body?.args ?? NO_PAIRS;

const argsGet = collection('ARGS_GET', 'head', 'Arguments of the query string, decoded once.', inspection =>
  fromPairs(inspection, 'ARGS_GET', inspection.head.args),
);

const argsPost = collection('ARGS_POST', 'body', 'Arguments of the request body, decoded once.', inspection =>
  fromPairs(inspection, 'ARGS_POST', post(inspection)),
);

/** The same values under another collection's name, so that their transformed forms are shared. */
function renamed(name: string, ...groups: (readonly Entry[])[]): Entry[] {
  return groups.flatMap(entries => entries.map(entry => new Entry(name, entry.key, entry.value)));
}

const argsGetNames = collection('ARGS_GET_NAMES', 'head', 'Names of the query arguments.', inspection =>
  inspection
    .valuesOf(argsGet)
    .map(entry => new Entry('ARGS_GET_NAMES', entry.key, inspection.value(entry.key ?? ''))),
);

const argsPostNames = collection('ARGS_POST_NAMES', 'body', 'Names of the body arguments.', inspection =>
  inspection
    .valuesOf(argsPost)
    .map(entry => new Entry('ARGS_POST_NAMES', entry.key, inspection.value(entry.key ?? ''))),
);

function combinedSize(pairs: readonly Pair[]): number {
  let size = 0;
  for (const pair of pairs) size += pair.name.length + pair.value.length;
  return size;
}

export const ARGS_VARIABLES = [
  argsGet,
  argsPost,
  collection('ARGS', 'body', 'Arguments of query and body together.', inspection =>
    renamed('ARGS', inspection.valuesOf(argsGet), inspection.valuesOf(argsPost)),
  ),
  argsGetNames,
  argsPostNames,
  collection('ARGS_NAMES', 'body', 'Names of all arguments.', inspection =>
    renamed('ARGS_NAMES', inspection.valuesOf(argsGetNames), inspection.valuesOf(argsPostNames)),
  ),
  scalar('ARGS_COMBINED_SIZE', 'body', 'Bytes of all argument names and values together.', inspection =>
    String(combinedSize(inspection.head.args) + combinedSize(post(inspection))),
  ),
];
