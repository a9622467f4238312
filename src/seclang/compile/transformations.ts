import type { TransformationSpec } from '../../inspect/contract.js';
import type { Settings } from '../../inspect/settings.js';
import { TRANSFORMATIONS, urlDecodeUniWith } from '../../inspect/transformations/index.js';

/** Transformations by lower-case name, with SecUnicodeMapFile in force. The settings are read when one is asked for. */
export function transformationsUnder(settings: Settings): (name: string) => TransformationSpec | undefined {
  let mapped: TransformationSpec | null = null;
  return name => {
    const spec = TRANSFORMATIONS.get(name);
    if (spec === undefined || name !== 'urldecodeuni' || settings.unicodeMap === null) return spec;
    mapped ??= { ...spec, apply: urlDecodeUniWith(settings.unicodeMap) };
    return mapped;
  };
}
