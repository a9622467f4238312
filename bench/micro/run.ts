import { checksum } from './harness.js';

/**
 * What single parts cost, on captured values where they are beside the project. Usage: npm run bench:micro [-- parse gate …]
 */
const ALL = ['parse', 'gate', 'transformations', 'engine', 'forward', 'observe'];
const chosen = process.argv.slice(2);
for (const suite of chosen.length === 0 ? ALL : chosen) {
  console.log(`\n${suite}`);
  await import(`./${suite}.js`);
}
console.log(`\n(checksum ${checksum()})`);
