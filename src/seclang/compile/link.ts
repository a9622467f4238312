import { didYouMean } from '../../core/index.js';
import type { RuleDraft } from '../../inspect/actions/spec.js';
import {
  type Operator,
  OperatorError,
  type Requirements,
  type TransformationSpec,
} from '../../inspect/contract.js';
import { compileMacro } from '../../inspect/macro.js';
import { OPERATORS, UNSUPPORTED_OPERATORS } from '../../inspect/operators/index.js';
import { NO_TRANSFORMATION } from '../../inspect/pipelines.js';
import type { Link, LinkTest } from '../../inspect/plan.js';
import type { Pipeline } from '../../inspect/value.js';
import type { RuleNode } from '../ast.js';
import type { Compilation } from './compilation.js';
import { draftTargets, type TargetsDraft } from './targets.js';

interface OperatorDraft {
  readonly name: string;
  readonly run: Operator;
  /** True when the operator's answer depends on the value alone. */
  readonly isPure: boolean;
  /** What a value must contain to match (`OperatorSpec.requires`), or null. */
  readonly requirements: () => Requirements | null;
}

/** One SecRule or SecAction, while directives may still change it. */
export interface LinkDraft {
  readonly node: RuleNode;
  readonly actions: RuleDraft;
  /** Null for SecAction. */
  readonly targets: TargetsDraft | null;
  readonly operator: OperatorDraft | null;
}

/** Looks up what a SecRule names; reports what is wrong. */
export function draftLink(node: RuleNode, actions: RuleDraft, compilation: Compilation): LinkDraft {
  const { problems } = compilation;
  if (node.variables === null) return { node, actions, targets: null, operator: null };
  return {
    node,
    actions,
    targets: draftTargets(node.variables, problems, actions.namespaces),
    operator: compileOperator(node, compilation),
  };
}

function compileOperator(node: RuleNode, compilation: Compilation): LinkDraft['operator'] {
  const { problems, environment } = compilation;
  const { name, argument } = node.operator!;
  const lower = name === null ? 'rx' : name.text.toLowerCase();
  const spec = OPERATORS.get(lower);
  if (spec === undefined) {
    const place = (name ?? argument).place();
    const reason = UNSUPPORTED_OPERATORS.get(lower);
    if (reason !== undefined) problems.error(place, `the operator @${lower} is not supported`, reason);
    else
      problems.error(
        place,
        `unknown operator @${lower}`,
        didYouMean(
          lower,
          Array.from(OPERATORS.values(), known => known.name),
        ),
      );
    return null;
  }
  if (spec.caution !== undefined) problems.warning((name ?? argument).place(), spec.caution, '');
  try {
    const macro = compileMacro(argument.text);
    const around = environment(node);
    return {
      name: spec.name,
      run: spec.compile(macro, around),
      isPure: macro.isStatic && spec.isImpure !== true,
      requirements: () => spec.requires?.(macro, around) ?? null,
    };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problems.error(argument.place(), `@${spec.name}: ${error.found}`, error.expected);
    return null;
  }
}

/**
 * Makes the frozen link. Null when something of it was wrong (and reported).
 * @param isLast true for a rule that stands alone, and for the last of a chain
 */
export function finishLink(
  draft: LinkDraft,
  defaults: RuleDraft,
  isLast: boolean,
  compilation: Compilation,
): Link | null {
  const { node, actions } = draft;
  const place = node.directive.place();
  // What SecDefaultAction does beside deciding is done once the chain is complete.
  const effects = Object.freeze(isLast ? [...actions.effects, ...defaults.effects] : [...actions.effects]);
  const specs = transformationsOf(draft, defaults.transformations, compilation);
  if (draft.targets === null) return Object.freeze({ test: null, effects, place });
  if (draft.operator === null || draft.targets.included.length === 0) return null;
  const { included, excluded } = draft.targets;
  const pipeline = compilation.pipelines.intern(specs);
  const test: LinkTest = Object.freeze({
    targets: Object.freeze(included.map(target => compilation.targets.intern(target, excluded))),
    pipeline,
    stages: actions.multiMatch || defaults.multiMatch ? Object.freeze(stagesOf(pipeline)) : null,
    operatorName: draft.operator.name,
    operatorArgument: node.operator!.argument.text,
    operator: draft.operator.run,
    negated: node.operator!.negated,
    capture: actions.capture || defaults.capture,
    id: draft.operator.isPure ? compilation.nextTest() : -1,
  });
  return Object.freeze({ test, effects, place });
}

/** Those of the rule, after those of SecDefaultAction unless `t:none` forgets them. Unknown ones were reported. */
function transformationsOf(
  { actions }: LinkDraft,
  defaults: readonly string[],
  { transformation }: Compilation,
): TransformationSpec[] {
  const names = actions.transformationsReset
    ? actions.transformations
    : [...defaults, ...actions.transformations];
  return names.flatMap(name => transformation(name.toLowerCase()) ?? []);
}

/** Every pipeline from the empty one to this one. */
function stagesOf(pipeline: Pipeline): Pipeline[] {
  const stages: Pipeline[] = [];
  for (let at: Pipeline | null = pipeline; at !== null; at = at.parent) stages.unshift(at);
  return stages[0] === NO_TRANSFORMATION ? stages : [NO_TRANSFORMATION, ...stages];
}
