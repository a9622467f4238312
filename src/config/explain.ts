import type { z } from 'zod';
import { nearest, type Problems } from '../core/index.js';
import { notYet } from './not-yet.js';
import { dotted, type Path, type Source } from './source.js';

type Issue = z.core.$ZodIssue;

/**
 * Validates a part of a source and reports every issue with its place.
 * @param base path of the part within the source
 * @returns the output of the schema, or null when something is wrong
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: Source,
  base: Path,
  problems: Problems,
): z.output<Schema> | null {
  const result = schema.safeParse(value, { error: expectedType });
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap(settled);
  for (const issue of issues) {
    if (!isConsequence(issue, issues)) explain(issue, value, source, base, problems);
  }
  return null;
}

/** The messages of issues say what would be right; a schema's own message goes first. */
function expectedType(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value': {
      const values = issue.values.map(String);
      return values.length === 1 ? values[0] : `one of ${values.join(', ')}`;
    }
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    default:
      return '';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map of keys and values',
  record: 'a map of names and values',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
};

function explain(issue: Issue, value: unknown, source: Source, base: Path, problems: Problems): void {
  const inner = issue.path as (string | number)[];
  const path = [...base, ...inner];
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) explainKey(key, issue.message.split(' '), path, source, problems);
      return;
    case 'invalid_key':
      problems.error(
        source.keyPlace(path.slice(0, -1), String(path.at(-1))),
        `${show(String(path.at(-1)))} as the name of a ${inGroups(path) ? 'group of countries' : 'list'}`,
        inGroups(path)
          ? 'expected three or more letters in lower case, digits, - and _'
          : 'expected a letter, then letters, digits, - and _ (at most 64; not all or off)',
      );
      return;
  }
  const found = valueAt(value, inner);
  const name = dotted(path);
  const expected = issue.message === '' ? '' : `expected ${issue.message}`;
  const place = source.place(path);
  if (found === undefined) problems.error(place, `${name} is missing`, expected);
  else problems.error(place, `${name} is ${show(found)}`, expected);
}

function inGroups(path: Path): boolean {
  return path[0] === 'countryGroups';
}

function explainKey(key: string, known: string[], path: Path, source: Source, problems: Problems): void {
  const place = source.keyPlace(path, key);
  const name = dotted([...path, key]);
  const reason = notYet([...path, key]);
  if (reason !== null) {
    problems.error(place, `${name} is not yet supported in this version`, reason);
    return;
  }
  const meant = nearest(key, known);
  problems.error(
    place,
    `unknown key ${show(name)}`,
    meant === null ? `expected one of ${known.join(', ')}` : `did you mean ${meant}?`,
  );
}

/**
 * Replaces the failure of a union by that of the alternative the value was meant for: one that is right at the top and
 * wrong only further down, else one whose own check (not the type) refused it, else the union as a whole when it
 * has a message, else an alternative that is not a list.
 */
function settled(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const branches = issue.errors.map(branch =>
    branch.flatMap(settled).map((nested): Issue => ({ ...nested, path: [...issue.path, ...nested.path] })),
  );
  const isTop = (nested: Issue) => nested.path.length === issue.path.length;
  const chosen =
    branches.find(branch => branch.every(nested => !isTop(nested) || nested.code === 'unrecognized_keys')) ??
    branches.find(branch => branch.some(nested => isTop(nested) && OWN_CHECKS.has(nested.code)));
  if (chosen !== undefined) return chosen;
  if (issue.message !== '') return [issue];
  return branches.find(branch => branch.some(nested => nested.message !== TYPES.array)) ?? [issue];
}

/** Codes of issues with a value of the right type. */
const OWN_CHECKS: ReadonlySet<string> = new Set(['custom', 'too_small', 'too_big', 'invalid_format']);

/** A map with an unknown key is refused for that reason; that it then lacks another one follows. */
function isConsequence(issue: Issue, all: readonly Issue[]): boolean {
  if (issue.code !== 'custom') return false;
  const path = dotted(issue.path as (string | number)[]);
  return all.some(
    other => other.code === 'unrecognized_keys' && dotted(other.path as (string | number)[]) === path,
  );
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** A value in a message: never more than a line, never a whole tree. */
export function show(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
