/** Writes docs/signatures.md: run after every change of the shipped rules or their tests. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { signaturesPage } from './signatures-page.js';

const fromHere = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
writeFileSync(fromHere('docs/signatures.md'), signaturesPage(fromHere('rules'), fromHere('test/rules')));
