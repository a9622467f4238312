import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection, scalar } from './make.js';

export const CONNECTION_VARIABLES = [
  scalar(
    'REMOTE_ADDR',
    'head',
    'The client address, behind trusted proxies too.',
    ({ transaction }) => transaction.client?.ip ?? '',
  ),
  scalar(
    'REMOTE_HOST',
    'head',
    'The same as REMOTE_ADDR: names are not looked up.',
    ({ transaction }) => transaction.client?.ip ?? '',
  ),
  scalar('REMOTE_PORT', 'head', 'Port of the connection’s peer.', ({ transaction }) =>
    String(transaction.client?.port ?? 0),
  ),
  scalar(
    'SERVER_ADDR',
    'head',
    'Local address the connection came in on.',
    ({ transaction }) => transaction.localAddress,
  ),
  scalar('SERVER_PORT', 'head', 'Local port the connection came in on.', ({ transaction }) =>
    String(transaction.localPort),
  ),
  scalar(
    'SERVER_NAME',
    'head',
    'Host name of the Host header, without port.',
    ({ transaction, environment }) => {
      const host = transaction.head.header('host');
      return host === undefined ? environment.serverName : host.replace(/:\d*$/, '');
    },
  ),
  scalar(
    'UNIQUE_ID',
    'head',
    'The id of this transaction, as logs and the block page show it.',
    ({ transaction }) => transaction.id,
  ),
  scalar('WEBAPPID', 'head', 'SecWebAppId.', ({ plan }) => plan.settings.webAppId),
  collection('GEO', 'always-changing', 'What the last @geoLookup found: COUNTRY_CODE.', ({ geo }) =>
    geo === null ? [] : [new Entry('GEO', 'COUNTRY_CODE', new Value(geo.country))],
  ),
];
