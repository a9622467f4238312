import { SaxesParser } from 'saxes';
import type { XmlAttribute, XmlDocument } from '../../core/index.js';

interface OpenElement {
  readonly parent: number;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly from: number;
  to: number;
  readonly texts: [from: number, to: number][];
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/**
 * Builds the tree of a document whose bounds were checked before. What is not well-formed is passed over here: the first
 * reading has said so, and told how far it came. Text and CDATA between two tags is one piece, whatever comments stand
 * between: applications read it in one piece.
 * @param text as far as it could be read
 * @param bytes the byte string of a piece of it
 */
export function buildXmlDocument(text: string, bytes: (piece: string) => string): XmlDocument {
  const root: OpenElement = {
    parent: -1,
    name: '',
    namespace: '',
    attributes: [],
    from: 0,
    to: 0,
    texts: [],
  };
  const elements = [root];
  const runs: string[] = [];
  const open = [0];
  let length = 0;
  let run = '';
  const endRun = (): void => {
    if (run === '') return;
    const piece = bytes(run);
    run = '';
    runs.push(piece);
    elements[open[open.length - 1]].texts.push([length, length + piece.length]);
    length += piece.length;
  };
  const onText = (piece: string): void => {
    if (open.length > 1) run += piece;
  };
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', () => {});
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('opentagstart', endRun);
  parser.on('opentag', tag => {
    const attributes: XmlAttribute[] = [];
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      if (uri !== XMLNS) attributes.push({ name: bytes(local), namespace: bytes(uri), value: bytes(value) });
    }
    const parent = open[open.length - 1];
    open.push(elements.length);
    elements.push({
      parent,
      name: bytes(tag.local),
      namespace: bytes(tag.uri),
      attributes,
      from: length,
      to: length,
      texts: [],
    });
  });
  parser.on('closetag', () => {
    endRun();
    elements[open.pop() ?? 0].to = length;
  });
  parser.write(text).close();
  endRun();
  for (const index of open) elements[index].to = length;
  return { text: runs.join(''), elements };
}
