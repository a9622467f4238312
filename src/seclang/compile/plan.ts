import { didYouMean, type Place, type Problems } from '../../core/index.js';
import { Pipelines } from '../../inspect/pipelines.js';
import type { Plan, Rule } from '../../inspect/plan.js';
import { Programs } from '../../inspect/program/programs.js';
import { defaultSettings } from '../../inspect/settings.js';
import type { MarkerNode, Node, SettingNode } from '../ast.js';
import { DIRECTIVES, UNSUPPORTED_DIRECTIVES } from '../directives/registry.js';
import type { DirectiveScope } from '../directives/spec.js';
import { SyntaxProblem } from '../words.js';
import { beginChain, type ChainDraft, extendChain, finishChain, idOf, phaseOf } from './chain.js';
import { applyChanges } from './changes.js';
import type { Compilation } from './compilation.js';
import { Defaults } from './defaults.js';
import { fileReader } from './link.js';
import { checkMacros } from './macros.js';
import { TargetInterner } from './targets.js';

const PHASES = [1, 2, 3, 4, 5] as const;

/**
 * Compiles directives to a frozen plan: defaults merged, chains linked, removals and updates carried out, skips turned
 * into jumps. Every mistake is reported; the plan is only usable when there was none.
 */
export function compilePlan(nodes: readonly Node[], problems: Problems, seen: Set<string>): Plan {
  let tests = 0;
  const compilation: Compilation = {
    problems,
    nextTest: () => tests++,
    pipelines: new Pipelines(),
    targets: new TargetInterner(),
    environment: fileReader(seen),
  };
  checkMacros(nodes, problems);
  const settings = defaultSettings();
  const scope: DirectiveScope = {
    settings,
    changes: [],
    warning: (word, found, expected) => problems.warning(word.place(), found, expected),
  };
  const { chains, markers } = collect(nodes, scope, compilation);
  reportDuplicates(chains, problems);
  const left = applyChanges(chains, scope.changes, compilation);
  const { phases, rulesById, literals } = finish(left, markers, compilation);
  return Object.freeze({
    phases,
    rulesById,
    programs: new Programs(phases, rule => literals.get(rule) ?? null),
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
    const reason = UNSUPPORTED_DIRECTIVES.get(name);
    const place = node.directive.place();
    if (reason !== undefined) problems.error(place, `${node.directive.text} is not supported`, reason);
    else {
      const known = ['SecRule', 'SecAction', 'SecMarker', 'SecDefaultAction', 'Include', 'IncludeOptional'];
      for (const directive of DIRECTIVES.values()) known.push(directive.name);
      problems.error(
        place,
        `unknown directive ${node.directive.text}`,
        node.directive.text.startsWith('<')
          ? 'rule files have no sections of Apache: take the line out'
          : didYouMean(node.directive.text, known),
      );
    }
    return;
  }
  try {
    spec.apply(node.directive, node.args, scope);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    problems.error(error.place, error.found, error.expected);
  }
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
): Pick<Plan, 'phases' | 'rulesById'> & { literals: ReadonlyMap<Rule, readonly string[] | null> } {
  const literals = new Map<Rule, readonly string[] | null>();
  const phases: Rule[][] = [[], [], [], [], [], []];
  const rulesById = new Map<number, Rule>();
  for (const phase of PHASES) {
    const own = chains.filter(chain => phaseOf(chain) === phase);
    for (const chain of own) {
      const rule = finishChain(chain, jumpOf(chain, own, markers, compilation.problems), compilation);
      if (rule === null) continue;
      phases[phase].push(rule);
      rulesById.set(rule.id, rule);
      literals.set(rule, chain.links[0].operator?.literals() ?? null);
    }
  }
  return { phases: Object.freeze(phases.map(rules => Object.freeze(rules))), rulesById, literals };
}

/** Index in the phase of the first rule after the marker that skipAfter names; -1 without skipAfter. */
function jumpOf(
  chain: ChainDraft,
  phase: readonly ChainDraft[],
  markers: readonly MarkerNode[],
  problems: Problems,
): number {
  const name = chain.links[0].actions.skipAfter;
  if (name === null) return -1;
  const marker = markers.findIndex((node, index) => index >= chain.order && node.name.text === name);
  if (marker < 0) {
    problems.warning(
      chain.directive.place(),
      `no SecMarker ${name} stands after this rule`,
      'a match skips the rest of the phase',
    );
    return phase.length;
  }
  const next = phase.findIndex(other => other.order > marker);
  return next < 0 ? phase.length : next;
}
