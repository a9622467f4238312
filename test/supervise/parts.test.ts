import t from 'tap';
import { BackOff } from '../../src/supervise/back-off.js';
import { fromPlainError, toPlainError } from '../../src/supervise/protocol.js';
import { openSockets } from '../../src/supervise/sockets.js';
import { workerCount } from '../../src/supervise/worker-count.js';

t.test('auto is the number of processors, and no more than the quota of a container allows', async t => {
  t.equal(workerCount(3, 64, '100000 100000'), 3, 'a number is a number');
  t.equal(workerCount('auto', 8, null), 8);
  t.equal(workerCount('auto', 8, 'max 100000\n'), 8);
  t.equal(workerCount('auto', 64, '200000 100000\n'), 2);
  t.equal(workerCount('auto', 64, '150000 100000\n'), 2, 'rounded up');
  t.equal(workerCount('auto', 64, '50000 100000\n'), 1);
  t.equal(workerCount('auto', 2, '800000 100000\n'), 2);
});

t.test('a worker that dies at its start is replaced ever later, up to half a minute', async t => {
  const backOff = new BackOff();
  const waits = Array.from({ length: 11 }, () => backOff.afterDeath(50));
  t.strictSame(waits, [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000]);
  t.equal(backOff.afterDeath(3_600_000), 100, 'one that had served well, soon');
});

t.test('an error of the system keeps what the operator must know on its way between processes', async t => {
  const error = Object.assign(new Error('listen EADDRINUSE'), {
    ...{ code: 'EADDRINUSE', syscall: 'listen', address: '::', port: 80 },
  });
  const copy = fromPlainError(structuredClone(toPlainError(error)));
  t.match(copy, { message: error.message, code: 'EADDRINUSE', syscall: 'listen', address: '::', port: 80 });
});

t.test('addresses are bound, and told when they cannot be', async t => {
  const sockets = openSockets(
    { http: [{ host: '127.0.0.1', port: 0 }], https: [{ host: '::1', port: 0 }] },
    {},
  );
  const out: { port?: number } = {};
  t.equal(sockets.http[0].getsockname(out), 0);
  t.ok((out.port ?? 0) > 0);
  t.equal(sockets.https.length, 1);
  sockets.close();
  t.throws(() => openSockets({ http: [{ host: '192.0.2.1', port: 0 }], https: [] }, {}), {
    code: 'EADDRNOTAVAIL',
    syscall: 'bind',
    address: '192.0.2.1',
  });
});
