import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { XPathSelector } from '../xpath/index.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const xml: VariableSpec = {
  ...collection(
    'XML',
    'body',
    'Of an XML body: XML:/* is the text, XML://@* are the values of attributes; other XPath selects elements (their text), ' +
      "attributes or text(): absolute paths with / and //, names, prefixes declared by xmlns, *, and [1], [last()], [@a='x'], " +
      "[b='x'], [text()='x'], [local-name()='x'].",
    ({ body }) => [
      ...(body?.xml?.text ?? []).map(text => new Entry('XML', '/*', new Value(text))),
      ...(body?.xml?.attributes ?? []).map(text => new Entry('XML', '//@*', new Value(text))),
    ],
  ),
  select({ body }, selector) {
    if (!(selector instanceof XPathSelector) || !body?.xmlDocument) return [];
    return selector
      .values(body.xmlDocument())
      .map(text => new Entry('XML', selector.source, new Value(text)));
  },
};
