/** Writes docs/rules.md: run after every change of what the rule language has. */
import { writeFileSync } from 'node:fs';
import { rulesPage } from './rules-page.js';

writeFileSync(new URL('../../docs/rules.md', import.meta.url), rulesPage());
