import type { XmlDocument } from '../../core/index.js';
import type { ArgumentList } from '../arguments.js';

/**
 * Gives the texts of an XML document as arguments, named as ModSecurity names them (SecParseXmlIntoArgs): `xml` and the local
 * names from the root down, `xml.order.item`. Every element without children gives one, an empty one too. Unlike ModSecurity,
 * so does text beside children, or it would be seen by nobody. Attributes are no arguments: `XML://@*` has them.
 * @param document what could be read of the body
 * @param into gets the arguments; what has no room there is its rest
 */
export function addXmlArguments({ text, elements }: XmlDocument, into: ArgumentList): void {
  const hasChildren = new Uint8Array(elements.length);
  for (const { parent } of elements) if (parent >= 0) hasChildren[parent] = 1;
  const paths: string[] = ['xml'];
  for (let i = 1; i < elements.length; i++) {
    const { name, parent, from, texts } = elements[i];
    const path = `${paths[parent]}.${name}`;
    paths.push(path);
    const own = texts.map(([start, end]) => text.slice(start, end)).join('');
    if (hasChildren[i] === 1 && /^[ \t\r\n]*$/.test(own)) continue;
    if (into.add(path, own)) continue;
    into.addRest(into.pairs.at(-1)?.name ?? 'xml', text.slice(from));
    return;
  }
}
