import t from 'tap';
import { RequestHead } from '../../src/core/index.js';
import { createEnvironment } from '../../src/gateway/environment.js';
import { judge } from '../../src/replay/index.js';
import { TempFolder } from '../support/folder.js';
import { compileRules } from '../support/offline.js';

t.test(
  'a negated rule with `capture` captures from a value whose answer is kept, as from a new one',
  async t => {
    const folder = new TempFolder(t);
    const rules = folder.write(
      'rules.conf',
      `SecRule ARGS:a "@rx ^first (.*)$" "id:1,phase:1,pass,nolog,capture"
SecRule ARGS:b "!@rx ^second (.*)$" "id:2,phase:1,pass,nolog,capture"
SecRule ARGS:c "@contains third" "id:3,phase:1,pass,nolog"
`,
    );
    const running = compileRules(folder, [rules]);
    const head = new RequestHead('GET', '/?a=first+one&b=second+two', '1.1', ['Host', 'a.example']);
    const environment = createEnvironment(() => running, 3600, 10);
    for (let time = 1; time <= 4; time++) {
      const { inspection } = await judge({ head, body: Buffer.alloc(0) }, { running, environment });
      t.equal(inspection?.tx.get('1'), 'two', `time ${time}`);
    }
  },
);
