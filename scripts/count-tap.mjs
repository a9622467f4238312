#!/usr/bin/env node
/**
 * Adds up TAP files: `node scripts/count-tap.mjs FILE...`.
 *
 * Prints the name and reason of everything that was skipped, what failed, and last a line
 * `N passed, N failed, N skipped`. What is counted are assertions; a test that was skipped as a whole is one. A test that
 * broke off without a failed assertion (time-out, a missing plan, a crash) is one failure, and so is a file that ends early.
 * Exits with 1 when anything failed or nothing passed.
 */
import { readFileSync } from 'node:fs';
import { Parser } from 'tap-parser';

/** In lines. */
const LONGEST_DIAGNOSIS = 60;

const total = { passed: 0, failed: 0, skipped: 0 };
const names = { failed: [], skipped: [] };

/** @param parser a document, or a test within one @param path names of the tests around it */
function count(parser, path) {
  let failedBefore = total.failed;
  parser.on('child', child => {
    failedBefore = total.failed;
    count(child, [...path, child.name]);
  });
  parser.on('assert', result => {
    const name = [...path, result.name || `assertion ${result.id}`].join(' > ');
    if (result.skip !== false || result.todo !== false) {
      const [kind, reason] = result.skip !== false ? ['skipped', result.skip] : ['to do', result.todo];
      total.skipped++;
      names.skipped.push(`${name}: ${typeof reason === 'string' && reason !== '' ? reason : kind}`);
    } else if (!result.closingTestPoint) {
      if (result.ok) total.passed++;
      else fail(name, result.diag);
    } else if (!result.ok && total.failed === failedBefore) {
      fail(name, result.diag);
    }
  });
}

function fail(name, diagnosis = null) {
  total.failed++;
  names.failed.push(name + describe(diagnosis));
}

/** What TAP says of a failure, indented. */
function describe(diagnosis) {
  const lines = Object.entries(diagnosis ?? {}).flatMap(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.includes('\n')
      ? [
          `${key}:`,
          ...text
            .trimEnd()
            .split('\n')
            .map(line => `  ${line}`),
        ]
      : [`${key}: ${text}`];
  });
  return lines
    .slice(0, LONGEST_DIAGNOSIS)
    .map(line => `\n    ${line}`)
    .join('');
}

for (const file of process.argv.slice(2)) {
  const failedBefore = total.failed;
  const heardBefore = total.passed + total.failed + total.skipped;
  let results = null;
  const parser = new Parser({}, outcome => {
    results = outcome;
  });
  count(parser, []);
  parser.end(readFileSync(file, 'utf8'));
  if (!results?.ok && total.failed === failedBefore) fail(`${file}: the test run did not come to its end`);
  if (total.passed + total.failed + total.skipped === heardBefore) fail(`${file}: no test was run`);
}

for (const name of names.skipped) console.log(`skipped: ${name}`);
for (const name of names.failed) console.log(`failed: ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
