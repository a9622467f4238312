import type { Link, Plan, Rule, Target } from '../../src/inspect/plan.js';
import { defaultSettings } from '../../src/inspect/settings.js';

/** What a plan is, as text for golden files: one line a fact, in an order that does not change. */
export function dumpPlan(plan: Plan, nameOf: (file: string) => string): string[] {
  const lines: string[] = [];
  plan.phases.forEach((rules, phase) => {
    if (rules.length > 0) lines.push(`phase ${phase}`);
    rules.forEach((rule, index) => {
      lines.push(...indented(dumpRule(rule, index, nameOf)));
    });
  });
  const settings = Object.entries(plan.settings).filter(
    ([name, value]) => !same(value, (defaultSettings() as unknown as Record<string, unknown>)[name]),
  );
  if (settings.length > 0) lines.push('settings');
  lines.push(...indented(settings.map(([name, value]) => `${name}: ${JSON.stringify(value)}`)));
  return lines.length > 0 ? lines : ['nothing'];
}

function dumpRule(rule: Rule, index: number, nameOf: (file: string) => string): string[] {
  const { place, links } = rule;
  const lines = [`${index}: rule ${rule.id} at ${nameOf(place.file)}:${place.line}:${place.column}`];
  for (const link of links) lines.push(...indented(dumpLink(link)));
  const { disruption } = rule;
  const facts: string[] = [disruption.kind === 'none' ? 'pass' : disruption.kind];
  if (disruption.kind === 'deny') facts.push(`${disruption.status}`);
  if (disruption.kind === 'redirect') facts.push(`${disruption.status}`, text(disruption.to.source));
  if (disruption.kind === 'allow') facts.push(disruption.scope);
  facts.push(rule.log ? 'log' : 'nolog', rule.auditLog ? 'auditlog' : 'noauditlog');
  if (rule.severity !== null) facts.push(`severity ${rule.severity}`);
  if (rule.maturity !== null) facts.push(`maturity ${rule.maturity}`);
  if (rule.accuracy !== null) facts.push(`accuracy ${rule.accuracy}`);
  if (rule.version !== '') facts.push(`ver ${text(rule.version)}`);
  if (rule.revision !== '') facts.push(`rev ${text(rule.revision)}`);
  if (rule.skip > 0) facts.push(`skip ${rule.skip}`);
  if (rule.skipTo >= 0) facts.push(`skip to ${rule.skipTo}`);
  lines.push(`  ${facts.join(' ')}`);
  if (rule.msg.source !== '') lines.push(`  msg ${text(rule.msg.source)}`);
  if (rule.logdata.source !== '') lines.push(`  logdata ${text(rule.logdata.source)}`);
  if (rule.tags.length > 0) lines.push(`  tags ${rule.tags.map(tag => text(tag.source)).join(' ')}`);
  return lines;
}

function dumpLink({ test, effects }: Link): string[] {
  const lines: string[] = [];
  if (test === null) lines.push('always');
  else {
    const { targets, negated, operatorName, operatorArgument, pipeline } = test;
    lines.push(targets.map(dumpTarget).join(' | '));
    lines.push(`${negated ? '!' : ''}@${operatorName} ${text(operatorArgument)}`);
    const how = [
      ...pipeline.names.map(name => `t:${name}`),
      ...(test.stages === null ? [] : [`multiMatch in ${test.stages.length} stages`]),
      ...(test.capture ? ['capture'] : []),
    ];
    if (how.length > 0) lines.push(how.join(' '));
  }
  if (effects.length > 0) lines.push(`${effects.length} effect${effects.length === 1 ? '' : 's'}`);
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

function dumpTarget({ variable, selector, count, exclusions }: Target): string {
  const key = (of: Target['selector']): string => (of === null ? '' : `:${text(of.source)}`);
  const without = exclusions.map(exclusion => ` !${exclusion.collection}${key(exclusion.selector)}`);
  return `${count ? '&' : ''}${variable.name}${key(selector)}${without.join('')}`;
}

const indented = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);
/** Quoted, so that blanks at ends and bytes above 7F can be seen. */
const text = (bytes: string): string =>
  JSON.stringify(bytes).replace(/[\x7f-\xff]/g, byte => `\\x${byte.charCodeAt(0).toString(16)}`);
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
