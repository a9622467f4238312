import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}
input,button{font:inherit;padding:.3rem .6rem}pre{background:#f3f3f3;padding:.6rem;overflow:auto}</style></head>
<body><h1>${title}</h1>${body}<p><a href="/">back</a></p></body></html>`;

const HOME = PAGE(
  'The tea house on the road',
  `<p>This page comes from a small site behind Sekisho. Everything you send to it passes the checkpoint first.</p>
<form action="/search"><input name="q" placeholder="search, or try an attack"> <button>Search</button></form>
<form method="post" action="/comment"><p><input name="comment" placeholder="leave a comment"> <button>Send</button></p></form>
<form method="post" action="/upload" enctype="multipart/form-data"><p><input type="file" name="file"> <button>Upload</button></p></form>`,
);

/** Longest body that the demo site reads; what is beyond is not shown. */
const LONGEST_BODY = 1_048_576;

/** Starts the site that the demo protects, on a free port of 127.0.0.1. It shows what reached it, escaped. */
export async function startOrigin(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((req, res) => answer(req, res));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

function answer(req: IncomingMessage, res: ServerResponse): void {
  // Compared as it stands: URL throws at a target such as `//`, and that would end the whole demo.
  const [path] = (req.url ?? '/').split('?', 1);
  if (path === '/') {
    send(res, HOME);
    return;
  }
  let body = '';
  let size = 0;
  req.setEncoding('latin1');
  req.on('data', (chunk: string) => {
    size += chunk.length;
    if (body.length < LONGEST_BODY) body += chunk;
  });
  req.on('end', () => {
    const shown = `${req.method} ${req.url}\n\n${body.slice(0, 2000)}`;
    send(res, PAGE('It arrived', `<p>The site got ${size} bytes:</p><pre>${escapeHtml(shown)}</pre>`));
  });
}

function send(res: ServerResponse, html: string): void {
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  res.end(html);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
