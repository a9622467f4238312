import { number } from './make.js';

export const secCollectionTimeout = number(
  'SecCollectionTimeout',
  'Seconds that a record of a persistent collection lives after its last write. Default 3,600.',
  { example: 3600, least: 1, most: 1_000_000_000 },
  (scope, value) => {
    scope.settings.collectionTimeout = value;
  },
);
