import { Forwarders } from '../../src/gateway/forwarders.js';
import { build, type Running, readConfig } from '../../src/gateway/index.js';
import type { TempFolder } from './folder.js';

/** A configuration with these rules (patterns), compiled without opening a socket. */
export function compileRules(folder: TempFolder, rules: readonly string[], waf = 'mode: block'): Running {
  const file = folder.write(
    'offline.yaml',
    `listen: { http: 127.0.0.1:0 }
rules: ${JSON.stringify(rules)}
sites: [{ hosts: ['*'], upstream: 'http://127.0.0.1:9', waf: { ${waf} } }]
`,
  );
  const built = build(readConfig(file));
  return built.activate(new Forwarders().prepare(built.sites).forwarders);
}
