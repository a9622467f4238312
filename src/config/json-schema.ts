import { z } from 'zod';
import { root } from './schema/root.js';

/**
 * The JSON Schema (draft 2020-12) of the configuration file, from the same source as its validation: for editors.
 * Checks that need more than one value (an undefined list, a missing file) are made by loading only.
 */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(root, { io: 'input' });
  return { $schema: schema.$schema, title: 'Sekisho configuration', ...schema };
}

/** The text of `sekisho.schema.json`. */
export function jsonSchemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}
