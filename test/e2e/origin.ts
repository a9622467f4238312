import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Teardown } from '../support/folder.js';

const PAGE = `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<title>茶屋</title>
<link rel="stylesheet" href="/assets/style.css?v=3">
<script type="module" src="/assets/app.js"></script>
</head>
<body>
<h1>街道の茶屋</h1>
<img id="logo" src="/assets/logo.svg" alt="" width="40" height="40">
<form id="comment" method="post" action="/comment">
<input name="name"><textarea name="text" rows="5"></textarea><button>送信</button>
</form>
<form id="upload" method="post" action="/upload" enctype="multipart/form-data">
<input type="file" name="file"><input name="note"><button>送る</button>
</form>
<output id="echo"></output>
<ol id="events"></ol>
</body>
</html>
`;

const STYLE = 'body{font-family:sans-serif;background:rgb(1, 2, 3)}h1{color:rgb(200, 100, 50)}';
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="2" fill="#b3402a"/></svg>';

/** Echoes over a WebSocket that stays open, and shows what a stream of events says. */
const SCRIPT = `
const socket = new WebSocket('ws://' + location.host + '/socket');
socket.onopen = () => socket.send('一服いかがですか');
socket.onmessage = event => { document.querySelector('#echo').textContent += event.data + '|'; };
window.say = text => socket.send(text);
window.socketState = () => socket.readyState;
const events = new EventSource('/events');
events.onmessage = event => {
  const item = document.createElement('li');
  item.textContent = event.data;
  document.querySelector('#events').append(item);
};
`;

const ASSETS: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/': ['text/html; charset=utf-8', PAGE],
  '/assets/style.css': ['text/css', STYLE],
  '/assets/app.js': ['text/javascript; charset=utf-8', SCRIPT],
  '/assets/logo.svg': ['image/svg+xml', LOGO],
};

/** A site as browsers like it: a page with assets and a strict policy, forms, a WebSocket and server-sent events. */
export class Site {
  /** Requests with a body, in order of arrival. */
  readonly posts: { readonly path: string; readonly type: string; readonly body: Buffer }[] = [];
  readonly #server = createServer((req, res) => this.#answer(req, res));
  readonly #streams = new Set<ServerResponse>();

  private constructor() {
    const sockets = new WebSocketServer({ server: this.#server, path: '/socket' });
    sockets.on('connection', socket => socket.on('message', data => socket.send(`echo: ${data}`)));
  }

  static async start(t: Teardown): Promise<Site> {
    const site = new Site();
    await new Promise<void>(resolve => site.#server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      site.#server.close();
      site.#server.closeAllConnections();
    });
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Sends an event to every page that listens. */
  tell(text: string): void {
    for (const stream of this.#streams) stream.write(`data: ${text}\n\n`);
  }

  #answer(req: IncomingMessage, res: ServerResponse): void {
    const path = new URL(req.url ?? '/', 'http://site.invalid').pathname;
    if (req.method === 'POST') {
      this.#receive(path, req, res);
      return;
    }
    if (path === '/events') {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      res.write('data: 開店しました\n\n');
      this.#streams.add(res);
      res.on('close', () => this.#streams.delete(res));
      return;
    }
    const asset = ASSETS[path];
    if (asset === undefined) {
      res.writeHead(204).end();
      return;
    }
    const [type, body] = asset;
    const policy = "default-src 'self'; object-src 'none'; base-uri 'none'";
    res.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
  }

  #receive(path: string, req: IncomingMessage, res: ServerResponse): void {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => pieces.push(piece));
    req.on('end', () => {
      this.posts.push({ path, type: req.headers['content-type'] ?? '', body: Buffer.concat(pieces) });
      res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      res.end('<!doctype html><title>ok</title><p id="thanks">ありがとうございます</p>');
    });
  }
}
