import { collection } from './make.js';
import { asNames } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartName: VariableSpec = collection(
  'MULTIPART_NAME',
  'body',
  'The name of every part, of fields as of uploads.',
  inspection =>
    inspection.body?.processor === 'MULTIPART'
      ? asNames(
          'MULTIPART_NAME',
          [...inspection.body.args, ...inspection.body.files].map(({ name }) => name),
        )
      : [],
);
