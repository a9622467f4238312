/**
 * Operators of ModSecurity that are not supported, by name in lower case, with the reason that the loader gives. A rule
 * that never fires would be worse than an error.
 */
export const UNSUPPORTED_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['fuzzyhash', '@fuzzyHash needs ssdeep, which is not part of this program'],
  ['gsblookup', '@gsbLookup needs a local Safe Browsing database, whose format has been withdrawn'],
  ['inspectfile', '@inspectFile runs a program for each upload; nothing is run from a rule here'],
  ['rsub', '@rsub changes bodies; what is forwarded here is always what was inspected'],
  ['validatedtd', '@validateDTD resolves external definitions, which XML bodies may not do here'],
  ['validatehash', '@validateHash belongs to link signing (SecHashEngine), which is not supported'],
  ['validateschema', '@validateSchema needs an XML Schema validator, which is not part of this program'],
]);
