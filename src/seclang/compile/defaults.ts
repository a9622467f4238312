import { emptyDraft, type RuleDraft } from '../../inspect/actions/spec.js';
import type { Phase } from '../../inspect/plan.js';
import type { DefaultActionNode } from '../ast.js';
import { applyActions } from './actions.js';
import type { Compilation } from './compilation.js';

/** What SecDefaultAction says, by phase. Without one: `log,auditlog,pass`. */
export class Defaults {
  readonly #byPhase = new Map<number, RuleDraft>();
  readonly #builtIn: RuleDraft = Object.assign(emptyDraft(), {
    log: true,
    auditLog: true,
    disruption: { kind: 'pass' as const },
  });

  of(phase: Phase): RuleDraft {
    return this.#byPhase.get(phase) ?? this.#builtIn;
  }

  /** Reads a SecDefaultAction; it holds for the rules after it. */
  set(node: DefaultActionNode, compilation: Compilation): void {
    const draft = emptyDraft();
    applyActions(draft, node.actions, 'default', compilation.problems);
    if (draft.phase === null) {
      // One that is wrong was reported already.
      if (node.actions.some(({ name }) => name.text.toLowerCase() === 'phase')) return;
      compilation.problems.error(
        node.directive.place(),
        'SecDefaultAction without a phase',
        'write "phase:N,…"',
      );
      return;
    }
    if (draft.disruption === null || draft.disruption.kind === 'block') {
      compilation.problems.error(
        node.directive.place(),
        'SecDefaultAction without a disruptive action',
        'add pass, deny, drop, allow or redirect',
      );
      return;
    }
    this.#byPhase.set(draft.phase, draft);
  }
}
