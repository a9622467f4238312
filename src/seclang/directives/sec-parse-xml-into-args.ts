import { choice } from './make.js';

export const secParseXmlIntoArgs = choice<'off' | 'on' | 'only'>(
  'SecParseXmlIntoArgs',
  'Whether the texts of an XML body are arguments too (ARGS:xml.order.item): On beside XML:/* and XML://@*, OnlyArgs in ' +
    'their place. Default Off.',
  { On: 'on', Off: 'off', OnlyArgs: 'only' },
  (scope, value) => {
    scope.settings.xmlIntoArgs = value;
  },
);
