import { ADDRESS, BY, object, REASON, type Route, SECONDS, SITE, TIME, text } from './route.js';

const BAN = object({
  address: text('Who is banned.'),
  site: { type: ['string', 'null'], description: 'Where; null: everywhere.' },
  since: TIME,
  until: {
    type: ['integer', 'null'],
    description: 'Milliseconds since the epoch; null: until it is lifted.',
  },
  count: { type: 'integer', description: 'The how many-th ban in a row.' },
  reason: text('Why.'),
  by: text('Who or what banned.'),
});

export const BAN_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/bans',
    summary: 'Bans in force.',
    answer: object({ bans: { type: 'array', items: BAN } }),
    run: async control => ({ bans: await control.bans() }),
  },
  {
    method: 'POST',
    path: '/bans',
    summary: 'Bans an address or network. Loopback, own addresses and trusted proxies cannot be banned.',
    body: object({ address: ADDRESS, site: SITE, seconds: SECONDS, reason: REASON, by: BY }, ['address']),
    answer: BAN,
    run: (control, { address, site, seconds, reason }, { by }) =>
      control.ban(
        {
          address: String(address),
          site: site === undefined ? null : String(site),
          seconds: seconds === undefined ? null : Number(seconds),
          reason: reason === undefined ? 'no reason was given' : String(reason),
        },
        by,
      ),
  },
  {
    method: 'DELETE',
    path: '/bans',
    summary: 'Lifts the bans of exactly this address or network.',
    query: object({ address: ADDRESS, site: SITE, by: BY }, ['address']),
    answer: object({ lifted: { type: 'integer' } }),
    run: async (control, { address, site }, { by }) => ({
      lifted: await control.unban(
        { address: String(address), site: site === undefined ? null : String(site) },
        by,
      ),
    }),
  },
];
