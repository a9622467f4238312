import { kindsIn } from './byte-kinds.js';
import type { TransformationSpec } from './contract.js';
import type { Pipeline } from './value.js';

/** The pipeline that changes nothing. */
export const NO_TRANSFORMATION: Pipeline = Object.freeze({
  id: 0,
  parent: null,
  names: Object.freeze([]),
  touches: 0,
  apply: (bytes: string) => bytes,
});

/**
 * Interns transformation chains for one plan, so that two rules that begin with the same transformations share the
 * results of those (`Value#form` keeps them by pipeline id).
 */
export class Pipelines {
  readonly #known = new Map<string, Pipeline>();

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
        touches: spec.touches === undefined ? 0 : kindsIn(spec.touches),
        apply: spec.apply,
      });
      this.#known.set(key, pipeline);
    }
    return pipeline;
  }
}
