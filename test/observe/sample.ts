import { type Client, RequestHead, type RuleMatch, type Site, Transaction } from '../../src/core/index.js';
import { poolSettings } from '../support/pool.js';

/** A site for tests. */
export function sampleSite(name = 'a.example'): Site {
  return {
    name,
    hosts: [name],
    pool: poolSettings('http://127.0.0.1:1'),
    routes: [],
    requestHeaders: null,
    responseHeaders: null,
    bodyLimit: 1,
    overBodyLimit: 'reject',
    onFault: 'block',
    mode: 'block',
    modeByPath: [],
    blockPage: null,
    maintenancePage: null,
  };
}

export const sampleClient: Client = {
  address: { family: 4, a: 0, b: 0, c: 0, d: 0xcb007109 },
  ip: '203.0.113.9',
  port: 40000,
  peer: '203.0.113.9',
  country: 'JP',
};

/** A forwarded request, inspected, without matches. */
export function sampleTransaction(
  target = '/index.html?q=1',
  rawHeaders: readonly string[] = ['Host', 'a.example', 'User-Agent', 'test/1'],
): Transaction {
  const head = new RequestHead('GET', target, '1.1', rawHeaders);
  const tx = new Transaction(
    '01req',
    head,
    Date.UTC(2026, 9, 10, 13, 55, 36, 7),
    1000,
    false,
    '127.0.0.1',
    80,
  );
  tx.client = sampleClient;
  tx.site = sampleSite();
  tx.outcome = 'forwarded';
  tx.status = 200;
  tx.inspected = true;
  tx.bytesIn = 3;
  tx.bytesOut = 20;
  tx.inspectionTime = 0.25;
  tx.upstreamTime = 12.5;
  tx.endedAt = 1020.1234567;
  return tx;
}

export function sampleMatch(change: Partial<RuleMatch> = {}): RuleMatch {
  return {
    id: 942100,
    phase: 2,
    msg: 'SQL injection',
    logdata: '',
    severity: 2,
    tags: ['attack-sqli'],
    target: 'ARGS:q',
    value: "1' or 1=1",
    file: 'rules/sqli.conf',
    line: 12,
    audit: true,
    ...change,
  };
}
