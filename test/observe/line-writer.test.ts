import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { LineWriter } from '../../src/observe/line-writer.js';

t.test('lines arrive in order and whole; the file is not for everyone', async t => {
  const file = join(t.testdir(), 'access.log');
  const writer = new LineWriter({ destination: file });
  const lines = Array.from({ length: 5000 }, (_, i) => `${i} 日本 ${'x'.repeat(i % 300)}`);
  for (const line of lines) writer.write(line);
  await writer.close();
  t.equal(readFileSync(file, 'utf8'), `${lines.join('\n')}\n`);
  t.equal(statSync(file).mode & 0o007, 0);
  t.equal(writer.dropped, 0);
  writer.write('late');
  t.equal(writer.dropped, 1);
  await writer.close();
});

t.test('lines longer than a batch, between short ones', async t => {
  const file = join(t.testdir(), 'long.log');
  const writer = new LineWriter({ destination: file });
  const lines = ['a', '関所'.repeat(20_000), 'b', 'x'.repeat(65_535), 'y'.repeat(65_536), 'c'];
  for (const line of lines) writer.write(line);
  await writer.close();
  t.ok(readFileSync(file, 'utf8') === `${lines.join('\n')}\n`);
  t.equal(writer.dropped, 0);
});

t.test('two writers share a file without tearing lines', async t => {
  const file = join(t.testdir(), 'shared.log');
  const writers = [new LineWriter({ destination: file }), new LineWriter({ destination: file })];
  for (let i = 0; i < 2000; i++)
    for (const [w, writer] of writers.entries()) writer.write(`${w}:${'y'.repeat(150)}`);
  await Promise.all(writers.map(writer => writer.close()));
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  t.equal(lines.length, 4000);
  t.ok(lines.every(line => /^[01]:y{150}$/.test(line)));
});

t.test('reopen follows a rotation', async t => {
  const dir = t.testdir();
  const file = join(dir, 'a.log');
  const writer = new LineWriter({ destination: file });
  writer.write('before');
  await waitFor(() => readFileSync(file, 'utf8') === 'before\n');
  renameSync(file, join(dir, 'a.log.1'));
  writer.reopen();
  await waitFor(() => existsSync(file));
  writer.write('after');
  await writer.close();
  t.equal(readFileSync(join(dir, 'a.log.1'), 'utf8'), 'before\n');
  t.equal(readFileSync(file, 'utf8'), 'after\n');
});

t.test('a file that cannot be opened is told at once', async t => {
  t.throws(() => new LineWriter({ destination: join(t.testdir({ file: '' }), 'file', 'a.log') }), {
    code: /ENOTDIR|EEXIST/,
  });
});

t.test('a folder that is not there is made', async t => {
  const file = join(t.testdir(), 'log', 'site', 'a.log');
  const writer = new LineWriter({ destination: file });
  writer.write('first');
  await writer.close();
  t.equal(readFileSync(file, 'utf8'), 'first\n');
});

t.test('a full disk costs lines, counted, and nothing else', async t => {
  const errors: Error[] = [];
  const writer = new LineWriter({ destination: '/dev/full', onError: error => errors.push(error) });
  const line = 'z'.repeat(1000);
  for (let i = 0; i < 10_000; i++) {
    writer.write(line);
    if (i % 500 === 0) await new Promise(resolve => setImmediate(resolve));
  }
  t.ok(writer.dropped > 1000, `${writer.dropped} dropped`);
  t.ok(writer.dropped < 10_000, 'up to the bound lines wait for better times');
  await waitFor(() => errors.length > 0);
  t.match(errors[0], { code: 'ENOSPC' });
  t.equal(errors.length, 1, 'told once a minute at most');
  await writer.close();
});

t.test('a pipe that nobody reads does not stop the writer, and close gives up', async t => {
  const script = `
    import { LineWriter } from ${JSON.stringify(join(import.meta.dirname, '../../src/observe/line-writer.ts'))};
    const writer = new LineWriter({ destination: '-' });
    for (let i = 0; i < 10000; i++) writer.write('w'.repeat(1000));
    process.stderr.write(JSON.stringify({ dropped: writer.dropped }));
    writer.close().then(() => process.exit(7));
  `;
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', chunk => {
    told += chunk;
  });
  const [code] = await once(child, 'exit');
  t.equal(code, 7);
  t.ok(JSON.parse(told).dropped > 0);
});

t.test('what waits is written when the process ends without close', async t => {
  const file = join(t.testdir(), 'exit.log');
  const script = `
    import { LineWriter } from ${JSON.stringify(join(import.meta.dirname, '../../src/observe/line-writer.ts'))};
    const writer = new LineWriter({ destination: ${JSON.stringify(file)} });
    setTimeout(() => { writer.write('last words'); process.exit(0); }, 50);
  `;
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  t.equal(code, 0);
  t.equal(readFileSync(file, 'utf8'), 'last words\n');
});

t.test('a reopening that fails keeps the old file', async t => {
  const dir = t.testdir({ logs: {} });
  const file = join(dir, 'logs', 'a.log');
  const errors: Error[] = [];
  const writer = new LineWriter({ destination: file, onError: error => errors.push(error) });
  writer.write('one');
  await waitFor(() => readFileSync(file, 'utf8') === 'one\n');
  renameSync(join(dir, 'logs'), join(dir, 'moved'));
  writer.reopen();
  await waitFor(() => errors.length > 0);
  writer.write('two');
  await writer.close();
  t.equal(readFileSync(join(dir, 'moved', 'a.log'), 'utf8'), 'one\ntwo\n');
});

/** Waits until the condition holds; the test's own timeout ends a wait that never does. */
async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 10));
}

t.test('two processes and one pipe with a slow reader: no line has a part of another in it', async t => {
  const fixture = fileURLToPath(new URL('fixture-lines.ts', import.meta.url));
  const writer = `"${process.execPath}" --import="${import.meta.resolve('tsx')}" "${fixture}"`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const script = `(${writer} a & ${writer} b & wait) | { sleep 3; cat; }`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { env, maxBuffer: 2 ** 26 });
  const lines = stdout.split('\n').slice(0, -1);
  t.equal(lines.length, 4_000);
  t.strictSame(
    lines.filter(line => !/^(a+|b+)$/.test(line)),
    [],
  );
});
