import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attack, DISGUISE, startShop } from '../test/e2e/sqlmap/attack.js';
import { TestGateway } from '../test/support/gateway.js';
import { ROOT } from '../test/support/process.js';
import { needs } from '../test/support/programs.js';
import type { Soak, SoakOutcome } from './soak.js';

const RULES = `Include ${join(ROOT, 'rules/*.conf')}\n`;
/** Of Debian's package. */
const TAMPER_SCRIPTS = '/usr/share/sqlmap/tamper';

/** sqlmap with its defaults, with all it has, and with each of its tamper scripts: behind the gateway it finds nothing. */
export const sqlmap: Soak = {
  name: 'sqlmap',
  summary:
    'sqlmap at level 5 and risk 3, and with every tamper script, against an injectable page behind the gateway.',
  skip: needs('sqlmap').skip ?? false,
  minutes: 60,
  async run(_seed, say): Promise<SoakOutcome> {
    const ends: (() => unknown)[] = [];
    const t = { teardown: (end: () => unknown) => void ends.push(end) };
    const wrong: string[] = [];
    const figures: Record<string, number> = {};
    try {
      const shop = await startShop(t);
      const gateway = await TestGateway.start(t, { upstream: shop, rules: RULES });
      const url = `http://127.0.0.1:${gateway.port}/item?id=1`;
      const scripts = readdirSync(TAMPER_SCRIPTS)
        .filter(name => name.endsWith('.py') && name !== '__init__.py')
        .map(name => `--tamper=${name.slice(0, -3)}`);
      for (const options of [
        [],
        ['--level=5', '--risk=3', DISGUISE],
        ...scripts.map(script => [script, DISGUISE]),
      ]) {
        const name = options.filter(option => option !== DISGUISE).join(' ') || 'defaults';
        const { isFound, refused } = await attack(t, url, options);
        say(`${name}: ${isFound ? 'FOUND' : 'nothing'}, ${refused} requests refused`);
        figures[name] = refused;
        if (isFound) wrong.push(`sqlmap ${name} finds an injection`);
      }
    } finally {
      for (const end of ends.reverse()) await end();
    }
    return { wrong, figures };
  },
};
