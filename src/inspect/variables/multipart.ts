import type { FilePart, MultipartFlags } from '../../core/index.js';
import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { Value } from '../value.js';
import { collection, flag, scalar } from './make.js';

const NO_FILES: readonly FilePart[] = Object.freeze([]);
const filesOf = (inspection: Inspection): readonly FilePart[] => inspection.body?.files ?? NO_FILES;

/** Which MULTIPART_* variable shows which finding of the parser. */
const FLAGS: readonly [name: string, finding: keyof MultipartFlags, summary: string][] = [
  ['MULTIPART_BOUNDARY_QUOTED', 'boundaryQuoted', 'The boundary stands in quotes.'],
  ['MULTIPART_BOUNDARY_WHITESPACE', 'boundaryWhitespace', 'The boundary has white space.'],
  ['MULTIPART_DATA_BEFORE', 'dataBefore', 'There is data before the first boundary.'],
  ['MULTIPART_DATA_AFTER', 'dataAfter', 'There is data after the last boundary.'],
  ['MULTIPART_HEADER_FOLDING', 'headerFolding', 'A part header is folded over lines.'],
  ['MULTIPART_CRLF_LF_LINES', 'crlfLfLines', 'Lines end in CRLF and in LF.'],
  ['MULTIPART_LF_LINE', 'lfLine', 'A line ends in LF alone.'],
  [
    'MULTIPART_SEMICOLON_MISSING',
    'missingSemicolon',
    'Content-Type lacks the semicolon before the boundary.',
  ],
  ['MULTIPART_MISSING_SEMICOLON', 'missingSemicolon', 'The same as MULTIPART_SEMICOLON_MISSING.'],
  [
    'MULTIPART_INVALID_QUOTING',
    'invalidQuoting',
    'A part header quotes in a way that parsers read differently.',
  ],
  [
    'MULTIPART_INVALID_HEADER_FOLDING',
    'invalidHeaderFolding',
    'A folded header line begins with an unusual byte.',
  ],
  ['MULTIPART_INVALID_PART', 'invalidPart', 'A part has no usable Content-Disposition.'],
  ['MULTIPART_FILE_LIMIT_EXCEEDED', 'fileLimitExceeded', 'There are more files than allowed.'],
];

const NOT_STRICT_ERRORS: ReadonlySet<keyof MultipartFlags> = new Set(['crlfLfLines', 'unmatchedBoundary']);

function hasStrictError({ body }: Inspection): boolean {
  if (body === null || body.multipart === null) return false;
  if (body.error !== null) return true;
  const found = body.multipart;
  return (Object.keys(found) as (keyof MultipartFlags)[]).some(
    name => found[name] && !NOT_STRICT_ERRORS.has(name),
  );
}

/** Values that are their own keys, as ModSecurity v3 has them. */
function asNames(variable: string, texts: readonly string[]): Entry[] {
  return texts.map(text => new Entry(variable, text, new Value(text)));
}

export const MULTIPART_VARIABLES = [
  ...FLAGS.map(([name, finding, summary]) =>
    flag(name, 'body', `1 when: ${summary}`, ({ body }) => body?.multipart?.[finding] === true),
  ),
  flag(
    'MULTIPART_STRICT_ERROR',
    'body',
    '1 when any of the MULTIPART findings or a parse error is there.',
    hasStrictError,
  ),
  scalar(
    'MULTIPART_UNMATCHED_BOUNDARY',
    'body',
    '1 when a line looks like a boundary but is not one of this body.',
    ({ body }) => (body?.multipart?.unmatchedBoundary === true ? '1' : '0'),
  ),
  collection('MULTIPART_PART_HEADERS', 'body', 'Header lines of each part, by field name.', ({ body }) =>
    (body?.partHeaders ?? []).map(
      header => new Entry('MULTIPART_PART_HEADERS', header.name, new Value(header.line)),
    ),
  ),
  collection('FILES', 'body', 'File names of uploads, by field name.', inspection =>
    filesOf(inspection).map(file => new Entry('FILES', file.name, new Value(file.filename))),
  ),
  collection('FILES_NAMES', 'body', 'Field names of uploads.', inspection =>
    filesOf(inspection).map(file => new Entry('FILES_NAMES', file.name, new Value(file.name))),
  ),
  collection('FILES_SIZES', 'body', 'Bytes of each upload, by field name.', inspection =>
    filesOf(inspection).map(file => new Entry('FILES_SIZES', file.name, new Value(String(file.size)))),
  ),
  scalar('FILES_COMBINED_SIZE', 'body', 'Bytes of all uploads together.', inspection =>
    String(filesOf(inspection).reduce((sum, file) => sum + file.size, 0)),
  ),
  collection('FILES_TMP_CONTENT', 'body', 'Content of each upload, by field name.', inspection =>
    filesOf(inspection).map(file => new Entry('FILES_TMP_CONTENT', file.name, new Value(file.content))),
  ),
  collection('MULTIPART_FILENAME', 'body', 'The filename of every part that has one.', inspection =>
    asNames(
      'MULTIPART_FILENAME',
      filesOf(inspection).map(({ filename }) => filename),
    ),
  ),
  collection('MULTIPART_NAME', 'body', 'The name of every part, of fields as of uploads.', inspection =>
    inspection.body?.processor === 'MULTIPART'
      ? asNames(
          'MULTIPART_NAME',
          [...inspection.body.args, ...inspection.body.files].map(({ name }) => name),
        )
      : [],
  ),
];
