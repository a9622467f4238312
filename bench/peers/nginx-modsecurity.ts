import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { startPinned, WORK } from '../measure/child.js';
import type { Side } from '../sides/index.js';

/**
 * nginx with ModSecurity v3 and the CRS, as Debian packages them (nginx, libnginx-mod-http-modsecurity). Everything is in
 * a folder of its own. Rules that this libmodsecurity cannot read are taken out, and named in `dropped.txt` there.
 */
const MODULE = '/usr/lib/nginx/modules/ngx_http_modsecurity_module.so';
const FOLDER = `${WORK}nginx`;
const MOST_DROPPED = 100;

export function nginxSide(crs: string, hasCrs: boolean): Side {
  const missing = existsSync(MODULE) ? (hasCrs ? null : `no CRS in ${crs}`) : `no ${MODULE}`;
  return {
    key: 'nginx',
    title: 'nginx, ModSecurity v3, CRS v4 PL1',
    missing,
    start(core, port, originPort) {
      writeConfig(crs, port, originPort);
      dropUnreadable();
      return startPinned(core, ['nginx', '-p', FOLDER, '-c', `${FOLDER}/nginx.conf`]);
    },
  };
}

export function nginxVersion(): string {
  const nginx = spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr.trim().replace('nginx version: ', '');
  const query = ['-W', '-f', `\${Version}`, 'libmodsecurity3'];
  try {
    return `${nginx}, libmodsecurity ${execFileSync('dpkg-query', query, { encoding: 'utf8', stdio: 'pipe' })}`;
  } catch {
    return nginx;
  }
}

function writeConfig(crs: string, port: number, originPort: number): void {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const name of ['rules', 'tmp']) mkdirSync(`${FOLDER}/${name}`, { recursive: true });
  for (const name of readdirSync(`${crs}/rules`)) {
    if (/\.(conf|data)$/.test(name)) cpSync(`${crs}/rules/${name}`, `${FOLDER}/rules/${name}`);
  }
  cpSync(`${crs}/crs-setup.conf.example`, `${FOLDER}/setup.conf`);
  writeFileSync(
    `${FOLDER}/main.conf`,
    `SecRuleEngine On
SecRequestBodyAccess On
SecRequestBodyLimit 13107200
SecRequestBodyNoFilesLimit 131072
SecResponseBodyAccess Off
SecAuditEngine Off
SecTmpDir ${FOLDER}/tmp
SecDataDir ${FOLDER}/tmp
Include ${FOLDER}/setup.conf
Include ${FOLDER}/rules/*.conf
`,
  );
  writeFileSync(
    `${FOLDER}/nginx.conf`,
    `load_module ${MODULE};
daemon off;
worker_processes 1;
pid ${FOLDER}/nginx.pid;
error_log ${FOLDER}/error.log error;
events { worker_connections 1024; }
http {
  access_log ${FOLDER}/access.log combined buffer=8k flush=1s;
  client_body_temp_path ${FOLDER}/tmp; proxy_temp_path ${FOLDER}/tmp; fastcgi_temp_path ${FOLDER}/tmp;
  uwsgi_temp_path ${FOLDER}/tmp; scgi_temp_path ${FOLDER}/tmp;
  keepalive_requests 1000000;
  upstream origin { server 127.0.0.1:${originPort}; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    modsecurity on;
    modsecurity_rules_file ${FOLDER}/main.conf;
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`,
  );
}

/** nginx names one mistake at a time. @throws Error with what it says when that is no rule's place */
function dropUnreadable(): void {
  const dropped: string[] = [];
  while (dropped.length < MOST_DROPPED) {
    const test = spawnSync('nginx', ['-t', '-p', FOLDER, '-c', `${FOLDER}/nginx.conf`], { encoding: 'utf8' });
    if (test.status === 0) {
      writeFileSync(`${FOLDER}/dropped.txt`, dropped.map(line => `${line}\n`).join(''));
      return;
    }
    const place = /Rules error\. File: ([^ ]+)\. Line: (\d+)/.exec(test.stderr);
    if (place === null) throw new Error(`nginx -t: ${test.stderr}`);
    dropped.push(`${place[1]}:${place[2]} ${dropRule(place[1], Number(place[2]))}`);
  }
  throw new Error(`libmodsecurity cannot read ${MOST_DROPPED} rules of the CRS`);
}

/** Comments out the chain that has the given line. @returns the first line of it */
function dropRule(file: string, line: number): string {
  const lines = readFileSync(file, 'latin1').split('\n');
  const starts = (at: number): boolean => /^\s*Sec(Rule|Action)\b/.test(lines[at]);
  const endOf = (at: number): number => {
    let end = at;
    while (end < lines.length - 1 && lines[end].trimEnd().endsWith('\\')) end++;
    return end;
  };
  const chains = (from: number, to: number): boolean =>
    /(^|[\s",])chain\b/.test(lines.slice(from, to + 1).join('\n'));
  let first = Math.min(line, lines.length) - 1;
  while (first > 0 && !starts(first)) first--;
  let last = endOf(first);
  for (let from = first; chains(from, last); ) {
    from = last + 1;
    while (from < lines.length - 1 && !starts(from)) from++;
    last = endOf(from);
  }
  const shown = lines[first];
  for (let i = first; i <= last; i++) lines[i] = `# ${lines[i]}`;
  writeFileSync(file, lines.join('\n'), 'latin1');
  return shown;
}
