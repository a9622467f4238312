import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { until } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { ROOT } from '../support/process.js';
import { askOnce, request } from '../support/wire.js';
import { startWorkers } from '../support/workers.js';

const missing = spawnSync('logrotate', ['--version']).error !== undefined;

t.test(
  'ops/logrotate.conf: logs move on, and no line is lost',
  {
    skip: missing && 'needs the Debian package logrotate',
  },
  async t => {
    const origin = await WireOrigin.start(t);
    const audit = 'audit: { file: audit.jsonl, which: all }';
    const { folder, port, cli } = await startWorkers(t, origin.url, { more: audit });
    // logrotate runs where the sample says; here the logs, their owner and the process are others.
    const { username, gid } = userInfo();
    const group = execFileSync('id', ['-gn', username], { encoding: 'utf8' }).trim();
    t.type(gid, 'number');
    const sample = readFileSync(join(ROOT, 'ops/logrotate.conf'), 'utf8')
      .replaceAll('/var/log/sekisho', folder.path)
      .replace('sekisho adm', `${username} ${group}`)
      .replace(/systemctl kill .*/, `kill -USR1 ${cli.pid}`);
    const file = folder.write('logrotate.conf', sample, 0o644);
    const paths = (name: string): string[] => {
      const text = existsSync(folder.file(name)) ? readFileSync(folder.file(name), 'utf8') : '';
      return [...text.matchAll(/\/page-\d+/g)].map(([path]) => path);
    };
    let asked = 0;
    const ask = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) await askOnce(port, request(`GET /page-${asked++}`));
    };
    await ask();
    await until(() => paths('access.log').length === 20 && paths('audit.jsonl').length >= 20);
    execFileSync('logrotate', ['--force', '--state', folder.file('state'), file]);
    await ask();
    await until(() => paths('access.log').length > 0 && paths('audit.jsonl').length > 0);
    for (const name of ['access.log', 'audit.jsonl']) {
      await until(() => new Set([...paths(`${name}.1`), ...paths(name)]).size === 40);
      t.ok(paths(`${name}.1`).includes('/page-0'));
      t.ok(paths(name).includes('/page-39'));
    }
  },
);
