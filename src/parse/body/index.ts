import type { BodyProcessor, ParsedBody, ParseLimits, XmlIntoArgs } from '../../core/index.js';
import { ArgumentList } from '../arguments.js';
import { parseUrlEncoded } from '../urlencoded.js';
import { parseJson } from './json.js';
import { parseMultipart } from './multipart.js';
import { parseXml } from './xml.js';
import { addXmlArguments } from './xml-arguments.js';

/**
 * The body processor that a request gets when no rule chooses one, by the beginning of its media type as in
 * ModSecurity. JSON and XML are chosen by rules (`ctl:requestBodyProcessor`).
 * @param mediaType in lower case (`ParsedHead.mediaType`)
 */
export function chooseBodyProcessor(mediaType: string): BodyProcessor {
  if (mediaType.startsWith('application/x-www-form-urlencoded')) return 'URLENCODED';
  if (mediaType.startsWith('multipart/form-data')) return 'MULTIPART';
  return '';
}

/**
 * Takes a request body apart. Total: what is malformed or over a limit is `error`, with what was found before it.
 * @param processor from `chooseBodyProcessor` or a rule
 * @param body the bytes as the upstream will get them, content coding removed
 * @param contentType the Content-Type header; the values of several joined with `, `, so that they are an error where
 * it matters
 * @param limits bounds
 * @param queryArguments how many arguments the query had: they count towards `limits.arguments` (CVE-2025-47947)
 * @param xmlIntoArgs what becomes of the texts of an XML body
 */
export function parseBody(
  processor: BodyProcessor,
  body: Buffer,
  contentType: string,
  limits: ParseLimits,
  queryArguments = 0,
  xmlIntoArgs: XmlIntoArgs = 'off',
): ParsedBody {
  const args = new ArgumentList(Math.max(0, limits.arguments - queryArguments));
  const base: ParsedBody = {
    processor,
    args: args.pairs,
    files: [],
    multipart: null,
    partHeaders: [],
    xml: null,
    xmlDocument: null,
    urlEncodedError: false,
    error: null,
  };
  switch (processor) {
    case '':
      return base;
    case 'URLENCODED': {
      const invalid = parseUrlEncoded(body.toString('latin1'), limits.argumentSeparator, args);
      return { ...base, urlEncodedError: invalid, error: args.error };
    }
    case 'MULTIPART': {
      const { flags, files, partHeaders, error } = parseMultipart(body, contentType, limits.files, args);
      return { ...base, multipart: flags, files, partHeaders, error };
    }
    case 'JSON':
      return { ...base, error: parseJson(body, limits.depth, args) };
    case 'XML': {
      const { text, attributes, document, error } = parseXml(body, contentType, limits);
      if (xmlIntoArgs !== 'off') addXmlArguments(document(), args);
      const found = { ...base, error: error ?? args.error };
      // What could not be read is in the texts alone.
      if (xmlIntoArgs === 'only' && error === null) return found;
      return { ...found, xml: { text, attributes }, xmlDocument: document };
    }
  }
}
