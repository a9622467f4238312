/** The XPath subset of the XML variable: parsed at load, evaluated in time proportional to the document. */
export { SUBSET } from './parse.js';
export { XPathSelector, xpathSelector } from './selector.js';
