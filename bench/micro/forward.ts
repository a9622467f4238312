import { upstreamHeaders } from '../../src/forward/headers.js';
import { clientHeaders } from '../../src/respond/head.js';
import { requests } from './corpus.js';
import { bench } from './harness.js';

const FROM = {
  clientIp: '203.0.113.9',
  peer: '203.0.113.9',
  secure: true,
  host: 'www.example.jp',
  trusted: false,
  headerRules: null,
};

bench('upstreamHeaders', requests, ({ head }) => upstreamHeaders(head.rawHeaders, FROM, null).length);
bench('clientHeaders', requests, ({ head }) => clientHeaders([...head.rawHeaders], true).length);
