import t, { type Test } from 'tap';
import { TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

/** Tricks with addresses, each named after the advisory or the mistake that it was elsewhere. */
async function start(t: Test, gate: string, trusted = '[127.0.0.1]') {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    more: `trustedProxies: ${trusted}`,
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: ${gate} }`,
  });
  return async (...fields: string[]): Promise<number> =>
    (await askOnce(gateway.port, request('GET /', ['Host: a.example', ...fields]))).status;
}

t.test('CVE-2021-28918: octal octets are no address, in decimal or in octal', async t => {
  const ask = await start(t, '{ deny: [10.0.0.0/8, 8.0.0.0/8] }');
  t.equal(await ask('X-Forwarded-For: 8.0.0.1'), 403);
  for (const ip of ['010.0.0.1', '8.0.0.01', '012.0.0.1', '10.08.0.1'])
    t.equal(await ask(`X-Forwarded-For: ${ip}`), 400, ip);
});

t.test('CVE-2024-29415: 0x7f.1, 127.1 and their like are no address', async t => {
  const ask = await start(t, '{ only: [127.0.0.0/8] }');
  for (const ip of [
    '0x7f.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '127.0.01',
    '::fFFf:127.1',
  ])
    t.equal(await ask(`X-Forwarded-For: ${ip}`), 400, ip);
  t.equal(await ask('X-Forwarded-For: ::fFFf:127.0.0.1'), 200, 'the mapped form is the address itself');
});

t.test('left-most X-Forwarded-For: what the client wrote in front is not read', async t => {
  const ask = await start(t, '{ only: [203.0.113.9] }');
  t.equal(await ask('X-Forwarded-For: 203.0.113.9, 198.51.100.1'), 403);
  t.equal(await ask('X-Forwarded-For: 203.0.113.9', 'X-Forwarded-For: 198.51.100.1'), 403);
  t.equal(await ask('X-Forwarded-For: 198.51.100.1, 203.0.113.9'), 200);
});

t.test('spoofed headers from a peer that is not trusted say nothing', async t => {
  const ask = await start(t, '{ only: [203.0.113.9] }', '[192.0.2.1]');
  for (const field of [
    'X-Forwarded-For: 203.0.113.9',
    'Forwarded: for=203.0.113.9',
    'X-Real-IP: 203.0.113.9',
  ])
    t.equal(await ask(field), 403, field);
  t.equal(
    await ask('True-Client-IP: 203.0.113.9', 'X-Client-IP: 203.0.113.9', 'CF-Connecting-IP: 203.0.113.9'),
    403,
  );
});

t.test('zone ids that a client writes are no address', async t => {
  const ask = await start(t, '{ deny: ["fe80::/10"] }');
  t.equal(await ask('X-Forwarded-For: fe80::1'), 403);
  for (const ip of ['fe80::1%eth0', 'fe80::1%25eth0', '2001:db8::1%1', '192.0.2.1%lo'])
    t.equal(await ask(`X-Forwarded-For: ${ip}`), 400, ip);
});
