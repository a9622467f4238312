import { type Site, Transaction } from '../../src/core/index.js';
import { createAccessFormatter } from '../../src/observe/access.js';
import { newRequestId } from '../../src/observe/index.js';
import { Masker } from '../../src/observe/mask/masker.js';
import { Metrics } from '../../src/observe/metrics/metrics.js';
import { requests } from './corpus.js';
import { bench } from './harness.js';

const SITE: Site = {
  name: 'www.example.jp',
  hosts: ['www.example.jp'],
  pool: {
    members: [{ url: 'http://127.0.0.1:8080', weight: 1 }],
    balance: 'round-robin',
    stickyCookie: '',
    connections: 256,
    queue: 256,
    retries: 1,
    failures: 0,
    pause: 10_000,
    check: null,
    tls: { verify: true, ca: null, serverName: null, cert: null, key: null },
    timeouts: { connect: 5_000, headers: 60_000, body: 60_000 },
    owner: null,
  },
  routes: [],
  requestHeaders: null,
  responseHeaders: null,
  bodyLimit: 1_048_576,
  overBodyLimit: 'reject',
  onFault: 'block',
  mode: 'block',
  modeByPath: [],
  blockPage: null,
  maintenancePage: null,
};

const transactions = requests.map(({ head }, i) => {
  const transaction = new Transaction(newRequestId(), head, 1_790_000_000_000 + i, i, false, '127.0.0.1', 80);
  transaction.site = SITE;
  transaction.status = 200;
  transaction.outcome = 'forwarded';
  transaction.upstreamTime = i / 7;
  transaction.endedAt = i + i / 3;
  return transaction;
});
const masker = new Masker();
const metrics = new Metrics('0');
metrics.sites.setSites([SITE.name]);

for (const format of ['json', 'combined'] as const) {
  const line = createAccessFormatter(format);
  bench(`access line, ${format}`, transactions, transaction => line(transaction, masker).length);
}
bench('metrics of a finished request', transactions, transaction => {
  metrics.finish(transaction);
  return 1;
});
bench('newRequestId', transactions, () => newRequestId().length);
