import { collection } from './make.js';
import { asNames, filesOf } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartFilename: VariableSpec = collection(
  'MULTIPART_FILENAME',
  'body',
  'The filename of every part that has one.',
  inspection =>
    asNames(
      'MULTIPART_FILENAME',
      filesOf(inspection).map(({ filename }) => filename),
    ),
);
