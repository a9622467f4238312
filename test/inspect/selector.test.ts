import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import { regexSelector } from '../../src/inspect/selector.js';

t.test(
  'a regex selector gives the same answers when it remembers them, and after it has forgotten',
  async t => {
    const selector = regexSelector('^_ga(?:_\\w+)?$');
    for (let round = 0; round < 2; round++) {
      t.ok(selector.matches('_ga'));
      t.ok(selector.matches('_ga_x1'));
      t.notOk(selector.matches('x_ga'));
      for (let i = 0; i < 2000; i++) {
        if (selector.matches(`made-up-${i}`) || !selector.matches(`_ga_${i}`)) t.fail(`key ${i}`);
      }
    }
  },
);

t.test('regression: remembered keys do not keep the requests in memory that they were cut from', async t => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const selector = regexSelector('^_ga(?:_\\w+)?$');
  // Node keeps longer strings outside the heap that is measured.
  const size = 500_000;
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 200; i++) {
    const request = Buffer.alloc(size, `argument-name-${i}-`).toString('latin1');
    selector.matches(request.slice(size - 40));
  }
  collect();
  t.ok(process.memoryUsage().heapUsed - before < 20_000_000, 'of 100 MB of requests');
});
