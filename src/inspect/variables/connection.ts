import { scalar } from './make.js';

/** The user of Basic credentials (RFC 7617), or null when there are none. */
function basicUser(authorization: string | undefined): string | null {
  const encoded = /^basic[ \t]+([^ \t]*)/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const credentials = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = credentials.indexOf(':');
  return colon < 0 ? null : credentials.slice(0, colon);
}

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
  scalar(
    'REMOTE_USER',
    'head',
    'The user name that an Authorization header of the Basic scheme claims; nobody has checked the password.',
    ({ transaction }) => basicUser(transaction.head.header('authorization')),
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
];
