import { Entry } from './entry.js';
import type { Inspection } from './inspection.js';
import type { Exclusion, Link, LinkTest, Rule, Target } from './plan.js';
import { type Found, mayMatchValue } from './prefilter/candidates.js';
import { recordMatch } from './record.js';
import { isExcluded, readTarget, without } from './targets.js';
import type { Pipeline, Value } from './value.js';

const NO_EXCLUSIONS: readonly Exclusion[] = Object.freeze([]);

/**
 * Evaluates a rule with its chain. Each link is tested on all its values (an effect such as setvar runs for every one
 * that matches, as in ModSecurity v3), then the next link; the rule matches when every link had a match.
 * @param filter the rule's filter in the prefilter, or -1: values that cannot match the first link are passed over
 */
export function evaluateRule(inspection: Inspection, rule: Rule, filter: number): boolean {
  inspection.rule = rule;
  const { links } = rule;
  const last = links.length - 1;
  for (let i = 0; i < links.length; i++) {
    if (!evaluateLink(inspection, rule, links[i], i, i === last, i === 0 ? filter : -1)) return false;
  }
  return true;
}

function evaluateLink(
  inspection: Inspection,
  rule: Rule,
  link: Link,
  index: number,
  isLast: boolean,
  filter: number,
): boolean {
  const { test } = link;
  if (test === null) {
    inspection.trace?.(rule, index, null, null);
    runEffects(inspection, link);
    if (isLast) recordMatch(inspection, rule);
    return true;
  }
  inspection.matching = null;
  const candidates = filter < 0 ? undefined : inspection.program.prefilter?.candidates;
  const { targets } = test;
  for (let t = 0; t < targets.length; t++) {
    const target = targets[t];
    if (candidates !== undefined && target.variable.settles !== 'always-changing') {
      testFound(inspection, rule, link, test, candidates.found(filter), target, isLast, filter);
      continue;
    }
    let entries = readTarget(inspection, target);
    if (entries.length === 0) continue;
    if (inspection.removals.active && !target.count) {
      const exclusions = inspection.removals.exclusionsFor(rule);
      if (exclusions.length > 0) entries = without(entries, exclusions);
    }
    for (let i = 0; i < entries.length; i++) {
      testEntry(inspection, rule, link, test, entries[i], index, isLast, filter);
    }
  }
  if (inspection.matching === null) return false;
  inspection.matched = inspection.matching;
  return true;
}

/** Tests the values of one target of a rule's first link that its filter lets through: no other one can match. */
function testFound(
  inspection: Inspection,
  rule: Rule,
  link: Link,
  test: LinkTest,
  { entries, targets, count }: Found,
  target: Target,
  isLast: boolean,
  filter: number,
): void {
  const exclusions = inspection.removals.active ? inspection.removals.exclusionsFor(rule) : NO_EXCLUSIONS;
  for (let i = 0; i < count; i++) {
    if (targets[i] !== target.index) continue;
    const entry = entries[i]!;
    if (exclusions.length > 0 && isExcluded(entry, exclusions)) continue;
    testEntry(inspection, rule, link, test, entry, 0, isLast, filter);
  }
}

function testEntry(
  inspection: Inspection,
  rule: Rule,
  link: Link,
  test: LinkTest,
  entry: Entry,
  index: number,
  isLast: boolean,
  filter: number,
): void {
  if (test.stages === null) {
    const form = entry.value.form(test.pipeline);
    const prefilter = filter < 0 ? null : inspection.program.prefilter;
    if (prefilter !== null && !mayMatchValue(prefilter, filter, form)) return;
    if (holds(inspection, test, form)) onMatch(inspection, rule, link, entry, form, index, isLast);
    return;
  }
  let before: Value | null = null;
  const stages: readonly Pipeline[] = test.stages;
  for (let i = 0; i < stages.length; i++) {
    const form = entry.value.form(stages[i]);
    if (form !== before && holds(inspection, test, form)) {
      onMatch(inspection, rule, link, entry, form, index, isLast);
    }
    before = form;
  }
}

function holds(inspection: Inspection, test: LinkTest, form: Value): boolean {
  inspection.capturing = test.capture;
  inspection.time.look(form.bytes.length);
  if (!form.isKept || test.id < 0 || inspection.isPlain) {
    return test.operator(form, inspection) !== test.negated;
  }
  const known = form.answer(test.id);
  if (known !== undefined) {
    // A negated test has captured too, though its "yes" is no match.
    if (known && test.capture) recapture(inspection, test, form);
    return known !== test.negated;
  }
  inspection.captured = null;
  const answer = test.operator(form, inspection);
  form.keepAnswer(test.id, inspection.plan.tests, answer);
  if (inspection.captured !== null) form.keepGroups(test.id, inspection.captured);
  return answer !== test.negated;
}

/** Captures again what the test captured when it met this value before. */
function recapture(inspection: Inspection, test: LinkTest, form: Value): void {
  const groups = form.groups(test.id);
  if (groups !== undefined) inspection.capture(groups);
}

function onMatch(
  inspection: Inspection,
  rule: Rule,
  link: Link,
  entry: Entry,
  form: Value,
  index: number,
  isLast: boolean,
): void {
  // MATCHED_VARS shows what the operator saw: the value after the transformations.
  inspection.matching ??= [];
  inspection.matching.push(form === entry.value ? entry : new Entry(entry.collection, entry.key, form));
  inspection.matchedValue = form;
  inspection.matchedEntry = entry;
  inspection.trace?.(rule, index, entry, form);
  runEffects(inspection, link);
  if (isLast) recordMatch(inspection, rule);
}

function runEffects(inspection: Inspection, { effects }: Link): void {
  for (let i = 0; i < effects.length; i++) effects[i](inspection);
}
