import type { Problems } from '../../core/index.js';
import type { CompileEnvironment, TransformationSpec } from '../../inspect/contract.js';
import type { Pipelines } from '../../inspect/pipelines.js';
import type { RuleNode } from '../ast.js';
import type { TargetInterner } from './targets.js';

/** What the parts of one compilation share. */
export interface Compilation {
  readonly problems: Problems;
  readonly pipelines: Pipelines;
  readonly targets: TargetInterner;
  /** Numbers the tests whose answers may be kept. */
  readonly nextTest: () => number;
  readonly environment: (node: RuleNode) => CompileEnvironment;
  /** The transformation of a lower-case name, as the settings have it. Asked once all settings are read. */
  readonly transformation: (name: string) => TransformationSpec | undefined;
}
