import { createServer } from 'node:http';

/** The site behind every side: reads what comes and answers 1 kB over a kept-alive connection. Usage: origin PORT */
const BODY = Buffer.alloc(1024, '<p>A page of one kilobyte.</p>\n');
const HEAD = [
  'Content-Type',
  'text/html; charset=utf-8',
  'Cache-Control',
  'no-store',
  'Content-Length',
  String(BODY.length),
];

createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
  req.resume();
  req.on('end', () => {
    res.writeHead(200, HEAD);
    res.end(BODY);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
