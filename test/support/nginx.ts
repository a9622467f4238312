import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Teardown, TempFolder } from './folder.js';
import { freePorts } from './process.js';
import { pathOf } from './programs.js';

/** A real nginx before an origin: what it passes on shows where it thinks that a request ends. */
export class Nginx {
  private constructor(
    readonly port: number,
    readonly folder: TempFolder,
    readonly child: ChildProcess,
  ) {}

  /** @param origin port of 127.0.0.1 that requests go on to */
  static async start(t: Teardown, origin: number): Promise<Nginx> {
    const folder = new TempFolder(t);
    const [port] = await freePorts(1);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map(kind => `${kind}_temp_path ${folder.path};`)
      .join(' ');
    // Underscores and odd names are passed on: this nginx shall see whatever the gateway lets through.
    const file = folder.write(
      'nginx.conf',
      `daemon off; master_process off; pid ${folder.file('pid')}; error_log ${folder.file('error.log')} info;
events { worker_connections 256; }
http {
  log_format seen '$status $request_method $request_uri';
  access_log ${folder.file('access.log')} seen;
  ${temporary} client_max_body_size 0; keepalive_timeout 60s; underscores_in_headers on; ignore_invalid_headers off;
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://127.0.0.1:${origin}; proxy_http_version 1.1; proxy_set_header Host $http_host; }
  }
}
`,
    );
    const child = spawn(pathOf('nginx'), ['-p', folder.path, '-c', file, '-e', folder.file('error.log')]);
    t.teardown(async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    const nginx = new Nginx(port, folder, child);
    await nginx.#answers();
    return nginx;
  }

  /** A line for each request it saw, those it refused by itself included: status, method, target. */
  seen(): string[] {
    const file = this.folder.file('access.log');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  }

  async #answers(): Promise<void> {
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(this.folder.read('error.log'));
      const socket = connect(this.port, '127.0.0.1');
      const open = await new Promise<boolean>(resolve => {
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      });
      socket.destroy();
      if (open) return;
      await sleep(20);
    }
  }
}
