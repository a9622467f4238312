import { z } from 'zod';
import { byteString, map } from '../config/index.js';
import { OperatorError } from '../inspect/index.js';
import { compileRegex } from '../inspect/regex/index.js';

/** Every scalar of a test file is read as text (a header value `007` stays that), so numbers and flags are read here. */
const bytes = z.string({ error: 'text' }).transform(byteString);
const number = z
  .string({ error: 'a whole number' })
  .regex(/^\d{1,10}$/, 'a whole number')
  .transform(Number);
const flag = z
  .string({ error: 'true or false' })
  .regex(/^(true|false)$/, 'true or false')
  .transform(text => text === 'true');
const base64 = z
  .string({ error: 'base64 text' })
  .transform(text => text.replace(/[\r\n ]/g, ''))
  .pipe(z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64 text'))
  .transform(text => Buffer.from(text, 'base64'));
const regex = bytes.superRefine((pattern, context) => {
  try {
    compileRegex(pattern);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    context.addIssue({ code: 'custom', message: `a regex: ${error.message}` });
  }
});
const ids = z.array(number, { error: 'a list of rule ids' });
const note = z.string().optional();
/** A key with nothing behind it. */
const nothing = z.literal('').transform(() => undefined);

const input = map({
  dest_addr: note,
  port: number.optional(),
  protocol: note,
  method: bytes.optional(),
  uri: bytes.optional(),
  version: bytes.optional(),
  headers: z.record(bytes, bytes, { error: 'a map of names and values' }).optional(),
  ordered_headers: z.array(map({ name: bytes, value: bytes })).optional(),
  data: bytes.optional(),
  encoded_data: base64.optional(),
  encoded_request: base64.optional(),
  autocomplete_headers: flag.optional(),
  stop_magic: flag.optional(),
  save_cookie: flag.optional(),
  follow_redirect: flag.optional(),
  virtual_host_mode: flag.optional(),
});

/** What is expected of a stage: the same in tests and in overrides. */
export const output = map({
  status: number.optional(),
  response_contains: regex.optional(),
  log_contains: regex.optional(),
  no_log_contains: regex.optional(),
  log: map({
    expect_ids: ids.optional(),
    no_expect_ids: ids.optional(),
    match_regex: regex.optional(),
    no_match_regex: regex.optional(),
  }).optional(),
  expect_error: flag.optional(),
  retry_once: flag.optional(),
  isolated: flag.optional(),
});

const stage = map({ description: note, input, output });

/** A test file, as go-ftw's schema (version 2) has it. */
export const testFile = map({
  meta: map({
    author: note,
    description: note,
    enabled: note,
    name: note,
    version: note,
    tags: z.array(z.string()).optional(),
  })
    .or(nothing)
    .optional(),
  author: note,
  rule_id: number,
  tests: z.array(
    map({
      test_id: number.optional(),
      test_title: note,
      desc: note,
      tags: z.array(z.string()).optional(),
      stages: z.array(stage).min(1, 'at least one stage'),
    }),
  ),
});

/** A file of platform overrides. */
export const overrideFile = map({
  version: note,
  meta: map({
    engine: note,
    platform: note,
    annotations: z
      .union([z.record(z.string(), z.string()), z.array(z.record(z.string(), z.string()))])
      .optional(),
  }).optional(),
  test_overrides: z.array(
    map({
      rule_id: number,
      test_ids: z.array(number).optional(),
      stage_ids: z.array(number).optional(),
      reason: z.string({ error: 'the reason, as text' }).min(1, 'the reason'),
      retry_once: flag.optional(),
      output,
    }),
  ),
});

export type WrittenInput = z.output<typeof input>;
export type WrittenOutput = z.output<typeof output>;
