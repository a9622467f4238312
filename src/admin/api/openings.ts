import { ControlError } from '../control.js';
import { ADDRESS, BY, object, REASON, type Route, SECONDS, SITE, TIME, text } from './route.js';

const OPENING = object({
  id: text('For closing it before its time.'),
  address: text('Who is let in.'),
  site: { type: ['string', 'null'], description: 'Where; null: everywhere.' },
  since: TIME,
  until: TIME,
  reason: text('Why.'),
  by: text('Who opened.'),
});

export const OPENING_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/openings',
    summary: 'Whom break-glass lets in now.',
    answer: object({ openings: { type: 'array', items: OPENING } }),
    run: async control => ({ openings: await control.openings() }),
  },
  {
    method: 'POST',
    path: '/openings',
    summary:
      'Break-glass: lets addresses past every check of the gate, for a time. The WAF still inspects them.',
    body: object(
      {
        address: ADDRESS,
        site: SITE,
        seconds: { ...SECONDS, maximum: 86_400, description: 'How long, at most a day.' },
        reason: REASON,
        by: BY,
      },
      ['address', 'seconds'],
    ),
    answer: OPENING,
    run: (control, { address, site, seconds, reason }, { by }) =>
      control.open(
        {
          address: String(address),
          site: site === undefined ? null : String(site),
          seconds: Number(seconds),
          reason: reason === undefined ? 'no reason was given' : String(reason),
        },
        by,
      ),
  },
  {
    method: 'DELETE',
    path: '/openings',
    summary: 'Ends break-glass before its time.',
    query: object({ id: text('Of the opening.'), by: BY }, ['id']),
    answer: object({ closed: { type: 'boolean' } }),
    async run(control, { id }, { by }) {
      if (!(await control.close(String(id), by)))
        throw new ControlError(404, `nothing is open with the id ${id}`);
      return { closed: true };
    },
  },
];
