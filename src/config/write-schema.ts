/** Writes `sekisho.schema.json` at the root of the package: run after every change of the schema. */
import { writeFileSync } from 'node:fs';
import { jsonSchemaText } from './json-schema.js';

writeFileSync(new URL('../../sekisho.schema.json', import.meta.url), jsonSchemaText());
