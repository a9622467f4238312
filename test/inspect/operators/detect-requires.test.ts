import t from 'tap';
import { isXss } from '../../../src/inspect/detectors/html/index.js';
import { describeShell } from '../../../src/inspect/detectors/shell/index.js';
import { compileMacro } from '../../../src/inspect/macro.js';
import { detectShell } from '../../../src/inspect/operators/detect-shell.js';
import { detectXss } from '../../../src/inspect/operators/detect-xss.js';
import { readSamples } from '../../detection/data.js';

const environment = { readFile: () => '' };

for (const [spec, finds] of [
  [detectShell, (text: string) => describeShell(text, true) !== null],
  [detectXss, isXss],
] as const) {
  t.test(`${spec.name} finds nothing without one of the bytes that it requires`, async t => {
    const [signs] = spec.requires?.(compileMacro(''), environment) ?? [[]];
    const found = readSamples('attacks').filter(({ text }) => finds(text));
    t.ok(found.length > 100, `${found.length} samples are found`);
    const without = found.filter(({ text }) => !signs.some(sign => text.includes(sign)));
    t.same(without, []);
    const stripped = found.map(({ text }) => signs.reduce((rest, sign) => rest.replaceAll(sign, ' '), text));
    t.same(stripped.filter(finds), [], 'nor when they are taken away');
  });
}
