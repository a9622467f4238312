import { number } from './make.js';

export const secUploadFileLimit = number(
  'SecUploadFileLimit',
  'Most files of a multipart body; more set MULTIPART_FILE_LIMIT_EXCEEDED and MULTIPART_STRICT_ERROR, and are inspected all the same. Default 100.',
  { example: 100, most: 100_000 },
  (scope, value) => {
    scope.settings.uploadFileLimit = value;
  },
);
