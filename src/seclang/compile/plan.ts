import { didYouMean, type Place, type Problems } from '../../core/index.js';
import type { Requirements } from '../../inspect/contract.js';
import { Pipelines } from '../../inspect/pipelines.js';
import type { Plan, Rule } from '../../inspect/plan.js';
import { Programs } from '../../inspect/program/programs.js';
import { defaultSettings } from '../../inspect/settings.js';
import type { MarkerNode, Node, SettingNode } from '../ast.js';
import { DIRECTIVES, LANGUAGE_DIRECTIVES, UNSUPPORTED_DIRECTIVES } from '../directives/registry.js';
import type { DirectiveScope } from '../directives/spec.js';
import { SyntaxProblem } from '../words.js';
import { beginChain, type ChainDraft, extendChain, finishChain, idOf, phaseOf } from './chain.js';
import { applyChanges } from './changes.js';
import type { Compilation } from './compilation.js';
import { DataFiles } from './data-files.js';
import { Defaults } from './defaults.js';
import { jumpOf } from './jump.js';
import { checkMacros } from './macros.js';
import { TargetInterner } from './targets.js';
import { transformationsUnder } from './transformations.js';

const PHASES = [1, 2, 3, 4, 5] as const;

/**
 * Compiles directives to a frozen plan: defaults merged, chains linked, removals and updates carried out, skips turned
 * into jumps. Every mistake is reported; the plan is only usable when there was none.
 */
export function compilePlan(nodes: readonly Node[], problems: Problems, seen: Set<string>): Plan {
  let tests = 0;
  const files = new DataFiles(seen);
  const settings = defaultSettings();
  const compilation: Compilation = {
    problems,
    nextTest: () => tests++,
    pipelines: new Pipelines(),
    targets: new TargetInterner(),
    environment: node => files.environment(node.directive),
    transformation: transformationsUnder(settings),
  };
  checkMacros(nodes, problems);
  const scope: DirectiveScope = {
    settings,
    changes: [],
    warning: (word, found, expected) => problems.warning(word.place(), found, expected),
    resolve: word => files.resolve(word),
    readFile: word => files.read(word),
  };
  const { chains, markers } = collect(nodes, scope, compilation);
  reportDuplicates(chains, problems);
  const left = applyChanges(chains, scope.changes, compilation);
  const { phases, rulesById, requirements } = finish(left, markers, compilation);
  return Object.freeze({
    phases,
    rulesById,
    programs: new Programs(phases, rule => requirements.get(rule) ?? null),
    targets: Object.freeze(compilation.targets.list),
    settings: Object.freeze(settings),
    tests,
  });
}

function collect(
  nodes: readonly Node[],
  scope: DirectiveScope,
  compilation: Compilation,
): { chains: ChainDraft[]; markers: MarkerNode[] } {
  const defaults = new Defaults();
  const chains: ChainDraft[] = [];
  const markers: MarkerNode[] = [];
  let open: ChainDraft | null = null;
  for (const node of nodes) {
    if (open !== null && node.kind !== 'rule') {
      compilation.problems.error(
        open.directive.place(),
        'a chain that is never finished',
        'put the chained SecRule right after it',
      );
      open = null;
    }
    if (node.kind === 'marker') markers.push(node);
    else if (node.kind === 'default-action') defaults.set(node, compilation);
    else if (node.kind === 'setting') applySetting(node, scope, compilation.problems);
    else {
      if (open !== null) extendChain(open, node, compilation);
      else chains.push(beginChain(node, defaults, markers.length, compilation));
      const current: ChainDraft = open ?? chains[chains.length - 1];
      open = current.links[current.links.length - 1].actions.chain ? current : null;
    }
  }
  if (open !== null) {
    compilation.problems.error(
      open.directive.place(),
      'a chain that is never finished',
      'put the chained SecRule right after it',
    );
  }
  return { chains, markers };
}

function applySetting(node: SettingNode, scope: DirectiveScope, problems: Problems): void {
  const name = node.directive.text.toLowerCase();
  const spec = DIRECTIVES.get(name);
  if (spec === undefined) {
    reportUnknown(node, name, problems);
    return;
  }
  try {
    spec.apply(node.directive, node.args, scope);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    problems.error(error.place, error.found, error.expected);
  }
}

function reportUnknown({ directive, args }: SettingNode, name: string, problems: Problems): void {
  const leftOut = UNSUPPORTED_DIRECTIVES.get(name);
  if (leftOut !== undefined) {
    if (leftOut.offIsFine === true && args.length === 1 && args[0].text.toLowerCase() === 'off') return;
    problems.error(directive.place(), `${directive.text} is not supported`, leftOut.reason);
    return;
  }
  const known = [...LANGUAGE_DIRECTIVES.values(), ...DIRECTIVES.values()].map(spec => spec.name);
  problems.error(
    directive.place(),
    `unknown directive ${directive.text}`,
    directive.text.startsWith('<')
      ? 'rule files have no sections of Apache: take the line out'
      : didYouMean(directive.text, known),
  );
}

function reportDuplicates(chains: readonly ChainDraft[], problems: Problems): void {
  const first = new Map<number, ChainDraft>();
  for (const chain of chains) {
    const id = idOf(chain);
    if (id === 0) continue;
    const other = first.get(id);
    if (other === undefined) first.set(id, chain);
    else {
      const { file, line } = other.directive.place();
      problems.error(
        idPlace(chain),
        `the id ${id} is taken by the rule at ${file}:${line}`,
        'give every rule an id of its own',
      );
    }
  }
}

function idPlace({ links: [first], directive }: ChainDraft): Place {
  const id = first.node.actions.find(({ name }) => name.text.toLowerCase() === 'id');
  return (id?.argument ?? directive).place();
}

function finish(
  chains: readonly ChainDraft[],
  markers: readonly MarkerNode[],
  compilation: Compilation,
): Pick<Plan, 'phases' | 'rulesById'> & { requirements: ReadonlyMap<Rule, Requirements | null> } {
  const requirements = new Map<Rule, Requirements | null>();
  const phases: Rule[][] = [[], [], [], [], [], []];
  const rulesById = new Map<number, Rule>();
  for (const phase of PHASES) {
    const own = chains.filter(chain => phaseOf(chain) === phase);
    for (const chain of own) {
      const skipTo = jumpOf(chain, own, chains, markers, compilation.problems);
      const rule = finishChain(chain, skipTo, compilation);
      if (rule === null) continue;
      phases[phase].push(rule);
      rulesById.set(rule.id, rule);
      requirements.set(rule, chain.links[0].operator?.requirements() ?? null);
    }
  }
  return { phases: Object.freeze(phases.map(rules => Object.freeze(rules))), rulesById, requirements };
}
