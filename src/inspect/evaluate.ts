import type { Entry } from './entry.js';
import type { Inspection } from './inspection.js';
import type { Link, LinkTest, Rule } from './plan.js';
import { mayMatchValue } from './prefilter/candidates.js';
import { recordMatch } from './record.js';
import { readTarget, without } from './targets.js';
import type { Pipeline, Value } from './value.js';

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
  const matched: Entry[] = [];
  for (const target of test.targets) {
    let entries = readTarget(inspection, target);
    if (inspection.removals.active && entries.length > 0) {
      const exclusions = inspection.removals.exclusionsFor(rule);
      if (exclusions.length > 0 && !target.count) entries = without(entries, exclusions);
    }
    for (const entry of entries)
      testEntry(inspection, rule, link, test, entry, matched, index, isLast, filter);
  }
  if (matched.length === 0) return false;
  inspection.matched = matched;
  return true;
}

function testEntry(
  inspection: Inspection,
  rule: Rule,
  link: Link,
  test: LinkTest,
  entry: Entry,
  matched: Entry[],
  index: number,
  isLast: boolean,
  filter: number,
): void {
  const prefilter = filter < 0 ? null : inspection.plan.prefilter;
  if (test.stages === null) {
    const form = entry.value.form(test.pipeline);
    if (prefilter !== null && !mayMatchValue(prefilter, filter, form)) return;
    if (holds(inspection, test, form)) onMatch(inspection, rule, link, entry, form, matched, index, isLast);
    return;
  }
  let before: Value | null = null;
  for (const stage of test.stages as readonly Pipeline[]) {
    const form = entry.value.form(stage);
    if (form !== before && holds(inspection, test, form)) {
      onMatch(inspection, rule, link, entry, form, matched, index, isLast);
    }
    before = form;
  }
}

function holds(inspection: Inspection, test: LinkTest, form: Value): boolean {
  inspection.capturing = test.capture;
  return test.operator(form, inspection) !== test.negated;
}

function onMatch(
  inspection: Inspection,
  rule: Rule,
  link: Link,
  entry: Entry,
  form: Value,
  matched: Entry[],
  index: number,
  isLast: boolean,
): void {
  matched.push(entry);
  inspection.matchedValue = form;
  inspection.matchedName = entry.name;
  inspection.trace?.(rule, index, entry, form);
  runEffects(inspection, link);
  if (isLast) recordMatch(inspection, rule);
}

function runEffects(inspection: Inspection, link: Link): void {
  for (const effect of link.effects) effect(inspection);
}
