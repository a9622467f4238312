import { Forwarders } from '../../src/gateway/forwarders.js';
import { build, type Running, readConfig } from '../../src/gateway/index.js';
import type { TempFolder } from './folder.js';

/**
 * A configuration with these rules (patterns), compiled without opening a socket.
 * @param waf keys of the site's `waf`
 * @param more other keys of the configuration, in YAML
 */
export function compileRules(
  folder: Pick<TempFolder, 'write'>,
  rules: readonly string[],
  waf = 'mode: block',
  more = '',
): Running {
  const file = folder.write(
    'offline.yaml',
    `listen: { http: 127.0.0.1:0 }
rules: ${JSON.stringify(rules)}
sites: [{ hosts: ['*'], upstream: 'http://127.0.0.1:9', waf: { ${waf} } }]
${more}
`,
  );
  const built = build(readConfig(file));
  return built.activate(new Forwarders().prepare(built.sites).forwarders);
}
