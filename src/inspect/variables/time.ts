import type { Inspection } from '../inspection.js';
import { scalar } from './make.js';

const start = ({ transaction }: Inspection): Date => new Date(transaction.startedAt);
const two = (value: number): string => String(value).padStart(2, '0');

/** Local time of the start of the transaction, as the manual has it. */
export const TIME_VARIABLES = [
  scalar('TIME', 'head', 'Time of day, hh:mm:ss.', inspection => {
    const date = start(inspection);
    return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  }),
  scalar('TIME_EPOCH', 'head', 'Seconds since 1970.', ({ transaction }) =>
    String(Math.floor(transaction.startedAt / 1000)),
  ),
  scalar('TIME_YEAR', 'head', 'Year, four digits.', inspection => String(start(inspection).getFullYear())),
  scalar('TIME_MON', 'head', 'Month, 0–11.', inspection => String(start(inspection).getMonth())),
  scalar('TIME_DAY', 'head', 'Day of the month, 1–31.', inspection => String(start(inspection).getDate())),
  scalar('TIME_WDAY', 'head', 'Day of the week, 0 (Sunday)–6.', inspection =>
    String(start(inspection).getDay()),
  ),
  scalar('TIME_HOUR', 'head', 'Hour, 0–23.', inspection => String(start(inspection).getHours())),
  scalar('TIME_MIN', 'head', 'Minute, 0–59.', inspection => String(start(inspection).getMinutes())),
  scalar('TIME_SEC', 'head', 'Second, 0–59.', inspection => String(start(inspection).getSeconds())),
  scalar('DURATION', 'always-changing', 'Milliseconds since the transaction began.', ({ transaction }) =>
    String(Math.round(performance.now() - transaction.startedTick)),
  ),
];
