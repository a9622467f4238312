/**
 * Operators of ModSecurity that are not supported, with the reason that the loader gives. A rule that never fires would
 * be worse than an error.
 */
export const LEFT_OUT_OPERATORS: readonly { readonly name: string; readonly reason: string }[] = [
  { name: 'fuzzyHash', reason: '@fuzzyHash needs ssdeep, which is not part of this program' },
  {
    name: 'gsbLookup',
    reason: '@gsbLookup needs a local Safe Browsing database, whose format has been withdrawn',
  },
  {
    name: 'inspectFile',
    reason: '@inspectFile runs a program for each upload; nothing is run from a rule here',
  },
  { name: 'rsub', reason: '@rsub changes bodies; what is forwarded here is always what was inspected' },
  {
    name: 'validateDTD',
    reason: '@validateDTD resolves external definitions, which XML bodies may not do here',
  },
  {
    name: 'validateHash',
    reason: '@validateHash belongs to link signing (SecHashEngine), which is not supported',
  },
  {
    name: 'validateSchema',
    reason: '@validateSchema needs an XML Schema validator, which is not part of this program',
  },
];

/** The same by lower-case name. */
export const UNSUPPORTED_OPERATORS: ReadonlyMap<string, string> = new Map(
  LEFT_OUT_OPERATORS.map(({ name, reason }) => [name.toLowerCase(), reason]),
);
