import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { TempFolder } from '../support/folder.js';
import { TEST_RULES, TestGateway } from '../support/gateway.js';

const TOKEN = 'a-token-of-more-than-16-characters';

async function start(
  t: Test,
  admin: string,
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('token', `${TOKEN}\n`, 0o600);
  const gateway = await TestGateway.startIn(t, folder, { more: `admin: ${admin}` });
  return (path, init) => fetch(`http://127.0.0.1:${gateway.adminPort}${path}`, init);
}

t.test('behind the token: the same calls as on the socket', async t => {
  const ask = await start(t, '{ token: token }');
  const authorization = `Bearer ${TOKEN}`;
  for (const [header, status] of [
    [undefined, 401],
    ['Bearer wrong-token-of-more-than-16', 401],
    [`Basic ${TOKEN}`, 401],
    ['Bearer', 401],
    [authorization, 200],
    [`bearer ${TOKEN}`, 200],
  ] as const) {
    const headers: Record<string, string> = header === undefined ? {} : { authorization: header };
    const response = await ask('/api/v1/bans', { headers });
    t.equal(response.status, status, String(header));
    t.equal(response.headers.has('www-authenticate'), status === 401);
  }
  t.equal((await ask('/metrics')).status, 200, 'metrics ask for none');
  const json = { authorization, 'content-type': 'application/json' };
  const ban = { address: '192.0.2.1', seconds: 60 };
  const made = await ask('/api/v1/bans', { method: 'POST', headers: json, body: JSON.stringify(ban) });
  t.match(await made.json(), { address: '192.0.2.1', by: 'manual', count: 1 });
  const wrong = await ask('/api/v1/bans', {
    method: 'POST',
    headers: json,
    body: '{"address":"192.0.2.1","seconds":"60"}',
  });
  t.equal(wrong.status, 400);
  t.match(await wrong.json(), { error: /seconds must be integer/ });
  t.equal((await ask('/metrics', { method: 'POST', headers: json })).status, 405);
  t.equal((await ask('/api/v1/none', { headers: json })).status, 404);
});

t.test('the OpenAPI description names every call', async t => {
  const ask = await start(t, '{ token: token }');
  const headers = { authorization: `Bearer ${TOKEN}` };
  const description = (await (await ask('/api/v1/openapi.json', { headers })).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { responses: object; requestBody?: object; parameters?: object[] }>>;
  };
  t.equal(description.openapi, '3.1.0');
  const calls = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method} ${path}`),
  );
  t.same(calls.sort(), [
    ...['delete /bans', 'delete /openings', 'get /bans', 'get /gate', 'get /openings', 'post /bans'],
    ...['post /gate/apply', 'post /gate/confirm', 'post /gate/rollback', 'post /openings'],
  ]);
  t.match(description.paths['/bans'].delete.parameters, [{ name: 'address', in: 'query', required: true }]);
  t.ok(description.paths['/bans'].post.requestBody);
});

t.test('without a token there is no API on the listener', async t => {
  const ask = await start(t, '{}');
  const response = await ask('/api/v1/bans', { headers: { authorization: 'Bearer ' } });
  t.equal(response.status, 403);
  t.match(await response.json(), { error: /admin\.token/ });
});

t.test('a file that others may read, or that holds no token, is an error', async t => {
  for (const [content, mode, message] of [
    [TOKEN, 0o644, /others may read the file \(mode 0644\); expected mode 0600/],
    ['short', 0o600, /does not hold a token/],
  ] as const) {
    const folder = new TempFolder(t);
    folder.write('rules/test.conf', TEST_RULES);
    folder.write('token', content, mode);
    await t.rejects(TestGateway.startIn(t, folder, { more: 'admin: { token: token }' }), { message });
    t.ok(readFileSync(folder.file('token')).length > 0);
  }
});
