/** The XPath subset of the XML variable: parsed at load, evaluated in time proportional to the document. */
export { SUBSET } from './parse.js';
export type { Namespaces } from './path.js';
export { XPathSelector, xpathSelector } from './selector.js';
