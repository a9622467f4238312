import { z } from 'zod';
import { siteGate } from './gate.js';
import { host } from './host.js';
import { pathPrefix } from './path.js';
import { atLeastOne, map } from './scalar.js';
import { MIB, size } from './units.js';
import { headerRules, poolShape, timeouts } from './upstreams.js';
import { siteWaf } from './waf.js';

const file = z.string({ error: 'the path of a file' }).min(1, { error: 'the path of a file' });

const tls = map({
  cert: file.describe('PEM file: the certificate, followed by the intermediate ones.'),
  key: file.describe(
    'PEM file: the private key, not encrypted. Danger: nobody else should be able to read it.',
  ),
});

const route = map({
  path: pathPrefix.describe(
    'Beginning of the normalised path, such as /api/. The upstream gets the path as it came.',
  ),
  ...poolShape,
  timeouts: timeouts.prefault({}).describe('How long to wait for these upstreams.'),
});

/** One protected site, as an operator writes it. */
export const site = map({
  hosts: atLeastOne(host, 'a site without hosts gets no request').describe(
    'Host names the site answers for: www.example.jp, *.example.jp for every name below, * for every other name.',
  ),
  ...poolShape,
  routes: z
    .array(route)
    .prefault([])
    .describe('Other upstreams for some paths; the longest match counts. Default: none.'),
  requestHeaders: headerRules.optional().describe('Changes to the fields that upstreams are sent.'),
  responseHeaders: headerRules
    .optional()
    .describe("Changes to the fields that clients are sent with an upstream's response."),
  tls: tls
    .optional()
    .describe('Certificate for listen.https. Relative paths start at the folder of this file.'),
  timeouts: timeouts.prefault({}).describe('How long to wait for the upstream.'),
  bodyLimit: size(256 * MIB)
    .prefault(13_107_200)
    .describe(
      'Largest request body that is read for inspection. Default: 12.5MiB, as SecRequestBodyLimit; at most 256MiB. ' +
        'Danger: bodies are held in memory.',
    ),
  overBodyLimit: z
    .enum(['reject', 'pass-partial'])
    .prefault('reject')
    .describe(
      'A larger body: `reject` answers 413, `pass-partial` inspects the first bodyLimit bytes and passes on the rest. ' +
        'Default: reject. Danger: with `pass-partial` an attack behind the limit is not seen.',
    ),
  gate: siteGate.optional().describe('Who may come in, by address and country. Default: everyone.'),
  waf: siteWaf.prefault({}).describe('What rules look at and what follows from it.'),
  blockPage: file
    .optional()
    .describe(
      'HTML file shown when a request is blocked; {{id}} becomes the request id. Default: the built-in page. ' +
        'Relative paths start at the folder of this file.',
    ),
  maintenancePage: file
    .optional()
    .describe(
      'HTML file shown with 503 while no upstream can be asked. Default: the built-in page. ' +
        'Relative paths start at the folder of this file.',
    ),
});
