import { BY, object, type Route, SECONDS, text } from './route.js';

const TRIAL = object({
  file: { type: ['string', 'null'], description: 'The configuration on trial; null: none is.' },
  until: {
    type: ['integer', 'null'],
    description: 'When it is rolled back, in milliseconds since the epoch.',
  },
});

export const GATE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/gate',
    summary: 'What is on trial.',
    answer: TRIAL,
    run: control => control.trial(),
  },
  {
    method: 'POST',
    path: '/gate/apply',
    summary: 'Puts a configuration in force for a time; it is rolled back unless it is confirmed.',
    body: object(
      {
        file: text('Path of the configuration, in the folder of the one that is running.', {
          maxLength: 4096,
        }),
        seconds: { ...SECONDS, maximum: 86_400 },
        from: text('Address of who makes the change: one that it would refuse is an error unless forced.'),
        force: { type: 'boolean', description: 'Also when it refuses who makes it.' },
        by: BY,
      },
      ['file', 'seconds'],
    ),
    answer: TRIAL,
    run: (control, { file, seconds, from, force }, { by, address }) =>
      control.apply(
        {
          file: String(file),
          seconds: Number(seconds),
          force: force === true,
          addresses: [address, from].filter(entry => typeof entry === 'string'),
        },
        by,
      ),
  },
  {
    method: 'POST',
    path: '/gate/confirm',
    summary: 'Keeps what is on trial: its file takes the place of the configuration.',
    body: object({ by: BY }, []),
    answer: TRIAL,
    run: (control, _input, { by }) => control.confirm(by),
  },
  {
    method: 'POST',
    path: '/gate/rollback',
    summary: 'Puts back what was in force before, at once.',
    body: object({ by: BY }, []),
    answer: TRIAL,
    run: (control, _input, { by }) => control.rollBack(by),
  },
];
