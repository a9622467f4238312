import { chooseBodyProcessor, normalisePath, parseBody, parseHead } from '../../src/parse/index.js';
import { requests } from './corpus.js';
import { bench } from './harness.js';

const LIMITS = { arguments: 1000, depth: 512, files: 100, argumentSeparator: '&' };

bench('normalisePath', requests, ({ head }) => normalisePath(head.target).path.length);
bench('parseHead', requests, ({ head }) => parseHead(head, LIMITS).args.length);

for (const processor of ['URLENCODED', 'JSON', 'MULTIPART'] as const) {
  const bodies = requests.flatMap(({ head, body }) => {
    const contentType = head.header('content-type') ?? '';
    return chooseBodyProcessor(contentType.split(';', 1)[0].trim().toLowerCase()) === processor
      ? [{ contentType, body }]
      : [];
  });
  if (bodies.length === 0) continue;
  bench(
    `parseBody ${processor}`,
    bodies,
    ({ contentType, body }) => parseBody(processor, body, contentType, LIMITS, 0).args.length,
  );
}
