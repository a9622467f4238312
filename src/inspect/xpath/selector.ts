import { lowerAscii, type XmlDocument } from '../../core/index.js';
import type { Selector } from '../plan.js';
import { keySelector } from '../selector.js';
import { evaluateXPath } from './evaluate.js';
import { parseXPath } from './parse.js';
import type { Namespaces, XPath } from './path.js';

/** What the body parser gives without a tree: all text, and all values of attributes. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ['/*', '/*'],
  ['//*', '/*'],
  ['//@*', '//@*'],
]);

/** Selects nodes of an XML body. As an exclusion it takes out what was selected by the very same words. */
export class XPathSelector implements Selector {
  readonly source: string;
  readonly key = null;
  readonly #lowerKey: string;

  constructor(readonly path: XPath) {
    this.source = path.source;
    this.#lowerKey = lowerAscii(path.source);
  }

  matches(lowerKey: string): boolean {
    return lowerKey === this.#lowerKey;
  }

  values(document: XmlDocument): string[] {
    return evaluateXPath(this.path, document);
  }
}

/**
 * The selector of `XML:`.
 * @param namespaces null for an exclusion, which is compared as written
 * @throws OperatorError when the XPath is not of the subset
 */
export function xpathSelector(source: string, namespaces: Namespaces | null): Selector {
  const whole = WHOLE.get(source);
  return whole === undefined ? new XPathSelector(parseXPath(source, namespaces)) : keySelector(whole);
}
