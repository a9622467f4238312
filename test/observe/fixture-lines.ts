import { LineWriter } from '../../src/observe/line-writer.js';

/** Writes 2,000 lines of one letter to standard output, more than a pipe holds. */
const [letter] = process.argv.slice(2);
const writer = new LineWriter({ destination: '-' });
for (let i = 0; i < 2_000; i++) {
  writer.write(letter.repeat(200 + (i % 300)));
  if (i % 100 === 0) await new Promise(resolve => setTimeout(resolve, 1));
}
// `close` gives a slow reader two seconds only.
await new Promise(resolve => setTimeout(resolve, 4_000));
await writer.close();
