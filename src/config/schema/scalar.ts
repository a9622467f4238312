import { z } from 'zod';

/** What a reader returns instead of a value when the text is wrong: what would be right. */
export class Refusal {
  constructor(readonly expected: string) {}
}

/** A value that is written as text or a number and kept as something else: a duration, an address, a host. */
export function scalar<Input extends z.ZodType, Output>(
  input: Input,
  read: (written: z.output<Input>) => Output | Refusal,
) {
  return input.transform((written, context): Output => {
    const value = read(written);
    if (value instanceof Refusal) {
      context.addIssue({ code: 'custom', message: value.expected, input: written });
      return z.NEVER;
    }
    return value;
  });
}

/**
 * A map with exactly these keys. The message of its unknown-key issue is the list of known keys, separated by
 * spaces, for whoever explains the issue.
 */
export function map<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });
}

/** A list, or its only item without the brackets. */
export function oneOrMany<Item extends z.ZodType>(item: Item) {
  return z
    .union([item, z.array(item)])
    .transform((written): z.output<Item>[] =>
      Array.isArray(written) ? written : [written as z.output<Item>],
    );
}

/** As `oneOrMany`, but an empty list is a mistake. `danger` says what an empty list would do. */
export function atLeastOne<Item extends z.ZodType>(item: Item, danger: string) {
  return scalar(oneOrMany(item), list =>
    list.length === 0 ? new Refusal(`at least one entry: ${danger}`) : list,
  );
}

/** `off`, also when an editor or a habit from YAML 1.1 made it `false`. */
export const off = z.union([z.literal('off'), z.literal(false)]).transform(() => 'off' as const);

/** Text as the bytes of its UTF-8 form, one char (U+0000–U+00FF) per byte: what request data is compared with. */
export function byteString(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
