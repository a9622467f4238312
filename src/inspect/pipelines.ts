import { kindsIn } from './byte-kinds.js';
import type { TransformationSpec } from './contract.js';
import type { Pipeline, PipelineNode, TransformationStep } from './value.js';

/** The pipeline that changes nothing. */
export const NO_TRANSFORMATION: Pipeline = Object.freeze({
  id: 0,
  parent: null,
  names: Object.freeze([]),
  steps: Object.freeze([]),
});

/** Interns transformations and their chains for one plan, so that rules share the results of what they have alike. */
export class Pipelines {
  readonly #known = new Map<string, Pipeline>();
  readonly #steps = new Map<string, TransformationStep>();

  intern(specs: readonly TransformationSpec[]): Pipeline {
    let pipeline = NO_TRANSFORMATION;
    for (const spec of specs) pipeline = this.#extend(pipeline, spec);
    return pipeline;
  }

  #extend(parent: Pipeline, spec: TransformationSpec): Pipeline {
    const key = `${parent.id} ${spec.name}`;
    let pipeline = this.#known.get(key);
    if (pipeline === undefined) {
      pipeline = Object.freeze({
        id: this.#known.size + 1,
        parent,
        names: Object.freeze([...parent.names, spec.name]),
        steps: Object.freeze([...parent.steps, this.#step(spec)]),
      });
      this.#known.set(key, pipeline);
    }
    return pipeline;
  }

  #step(spec: TransformationSpec): TransformationStep {
    let step = this.#steps.get(spec.name);
    if (step === undefined) {
      step = Object.freeze({
        id: this.#steps.size,
        touches: spec.touches === undefined ? 0 : kindsIn(spec.touches),
        foldsCaseOnly: spec.foldsCaseOnly === true,
        apply: spec.apply,
      });
      this.#steps.set(spec.name, step);
    }
    return step;
  }
}

/** The tree of some pipelines of one plan. */
export function treeOf(pipelines: ReadonlySet<Pipeline>): PipelineNode[] {
  const all = new Set<Pipeline>();
  for (const pipeline of pipelines) {
    for (let at: Pipeline | null = pipeline; at !== null; at = at.parent) all.add(at);
  }
  // A pipeline is interned after the one it extends.
  const sorted = [...all].sort((a, b) => a.id - b.id);
  return sorted.map(pipeline => ({
    parent: pipeline.parent === null ? -1 : sorted.indexOf(pipeline.parent),
    step: pipeline.steps[pipeline.steps.length - 1] ?? null,
    isLooked: pipelines.has(pipeline),
  }));
}
