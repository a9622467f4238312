import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import {
  type CountryDatabase,
  compileTrust,
  formatAddress,
  parseAddress,
  resolveClient,
} from '../../src/client/index.js';
import { RequestHead } from '../../src/core/index.js';

const head = (...raw: string[]) => new RequestHead('GET', '/', '1.1', raw);
const geo: CountryDatabase = {
  lookup: address => (formatAddress(address) === '198.51.100.7' ? 'JP' : null),
  lookupWords: () => null,
  builtAt: new Date(0),
  entries: 1,
  type: 'test',
  file: 'test.mmdb',
};

t.test('a client has address, text, port, peer and country', async t => {
  const trust = compileTrust(['::ffff:10.0.0.0/104']);
  t.same(resolveClient(trust, geo, '::ffff:198.51.100.7', 4711, head()), {
    address: parseAddress('198.51.100.7'),
    ip: '198.51.100.7',
    port: 4711,
    peer: '198.51.100.7',
    country: 'JP',
  });
  t.same(resolveClient(trust, geo, '10.0.0.1', 80, head('X-Forwarded-For', '198.51.100.7')), {
    address: parseAddress('198.51.100.7'),
    ip: '198.51.100.7',
    port: 80,
    peer: '10.0.0.1',
    country: 'JP',
  });
  t.equal(resolveClient(trust, geo, '10.0.0.1', 80, null)?.ip, '10.0.0.1', 'a TCP connection has no headers');
  t.equal(resolveClient(trust, null, '198.51.100.7', 80, head())?.country, null, 'no database');
});

t.test('a peer that cannot be read is null, which the caller refuses', async t => {
  const trust = compileTrust([]);
  for (const peer of [undefined, '', 'unix', '1.2.3', '010.0.0.1', '2001:db8::1%eth0']) {
    t.equal(resolveClient(trust, geo, peer, 0, head('X-Forwarded-For', '127.0.0.1')), null, String(peer));
  }
});

t.test('no trusted proxies: no header is read', async t => {
  t.equal(
    resolveClient(compileTrust([]), geo, '127.0.0.1', 1, head('x-forwarded-for', '8.8.8.8'))?.ip,
    '127.0.0.1',
  );
});

t.test('trustedProxies with mistakes names them all', async t => {
  t.throws(() => compileTrust(['10.0.0.0/8', 'proxy.example', '10.0.0.5/8', '::ffff:10.0.0.5/104']), {
    message:
      'trustedProxies: "proxy.example" is not an address or CIDR such as 10.0.0.0/8 or 2001:db8::/32; ' +
      '"10.0.0.5/8" has host bits set: write 10.0.0.0/8 for the network or 10.0.0.5 for the one proxy; ' +
      '"::ffff:10.0.0.5/104" has host bits set: write 10.0.0.0/8 for the network or ::ffff:10.0.0.5 for the one proxy',
  });
});

t.test('over real sockets', async t => {
  const trust = compileTrust(['127.0.0.1']);
  const server = createServer((incoming, response) => {
    const { remoteAddress, remotePort } = incoming.socket;
    const requestHead = new RequestHead('GET', '/', '1.1', incoming.rawHeaders);
    response.end(JSON.stringify(resolveClient(trust, null, remoteAddress, remotePort ?? 0, requestHead)));
  });
  t.teardown(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (headers: Record<string, string | string[]>) => {
    const outgoing = request({ host: '127.0.0.1', port, headers, agent: false }).end();
    const [incoming] = await once(outgoing, 'response');
    let body = '';
    for await (const chunk of incoming) body += chunk;
    return JSON.parse(body);
  };
  t.match(await ask({}), { ip: '127.0.0.1', peer: '127.0.0.1' });
  t.match(await ask({ 'X-Forwarded-For': ['127.0.0.1, 6.6.6.6', '198.51.100.7'] }), {
    ip: '198.51.100.7',
    peer: '127.0.0.1',
  });
  t.equal(await ask({ 'X-Forwarded-For': 'unknown' }), null);
});
