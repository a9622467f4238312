import type { XmlAttribute, XmlDocument, XmlElement } from '../../core/index.js';
import type { NameTest, OwnPredicate, Predicate, Step, XPath } from './path.js';

/** The values of nested elements hold the same text again and again: so many times the document's, in bytes, they may come to. */
const MOST_TIMES = 16;
const LEAST_BOUND = 1024 * 1024;

/**
 * The string values of the nodes that a path selects, in document order: of an element all text within it, as
 * ModSecurity's XML variable has it. Every step and predicate walks the document once.
 * @throws Error when the values of nested elements come to too much: a fault, for nothing may go unseen
 */
export function evaluateXPath(path: XPath, document: XmlDocument): string[] {
  const { elements, text } = document;
  const values: string[] = [];
  const bound = Math.max(LEAST_BOUND, text.length * MOST_TIMES);
  let total = 0;
  const add = (value: string): void => {
    total += value.length;
    if (total > bound)
      throw new Error(`XPath ${path.source} gives more than ${bound} bytes of this document`);
    values.push(value);
  };
  let marks = new Uint8Array(elements.length);
  marks[0] = 1;
  for (const step of path.steps) {
    if (step.deep) marks = withDescendants(marks, elements);
    if (step.kind === 'element') marks = childrenOf(marks, step, document);
    else {
      const chosen = elements.filter((_, i) => marks[i] === 1);
      if (step.kind === 'attribute') {
        for (const element of chosen) for (const value of attributesOf(element, step.test)) add(value);
      } else {
        for (const [from, to] of piecesOf(chosen, step.predicates)) add(text.slice(from, to));
      }
      return values;
    }
  }
  for (let i = 0; i < elements.length; i++) {
    if (marks[i] === 1) add(text.slice(elements[i].from, elements[i].to));
  }
  return values;
}

function withDescendants(marks: Uint8Array, elements: readonly XmlElement[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(marks);
  for (let i = 1; i < elements.length; i++) if (all[elements[i].parent] === 1) all[i] = 1;
  return all;
}

/** Marks the children that the step selects. */
function childrenOf(marks: Uint8Array, step: Step, document: XmlDocument): Uint8Array<ArrayBuffer> {
  const { elements } = document;
  let selected = new Uint8Array(elements.length);
  for (let i = 1; i < elements.length; i++) {
    if (marks[elements[i].parent] === 1 && isNamed(elements[i], step.test)) selected[i] = 1;
  }
  for (const predicate of step.predicates) selected = filtered(selected, predicate, document);
  return selected;
}

function filtered(
  marks: Uint8Array,
  predicate: Predicate,
  { elements, text }: XmlDocument,
): Uint8Array<ArrayBuffer> {
  const kept = new Uint8Array(marks.length);
  if (predicate.kind === 'child') {
    const { test, value } = predicate;
    for (let i = 1; i < elements.length; i++) {
      const { parent, from, to } = elements[i];
      if (marks[parent] === 0 || kept[parent] === 1 || !isNamed(elements[i], test)) continue;
      if (value === null || isText(text, from, to, value)) kept[parent] = 1;
    }
    return kept;
  }
  if (predicate.kind === 'position') {
    const counts = new Uint32Array(elements.length);
    const latest = new Uint32Array(elements.length);
    for (let i = 1; i < elements.length; i++) {
      if (marks[i] === 0) continue;
      const { parent } = elements[i];
      counts[parent]++;
      if (predicate.position === counts[parent]) kept[i] = 1;
      latest[parent] = i;
    }
    if (predicate.position === null) for (const last of latest) if (last > 0) kept[last] = 1;
    return kept;
  }
  for (let i = 1; i < elements.length; i++) {
    if (marks[i] === 1 && holds(elements[i], predicate, text)) kept[i] = 1;
  }
  return kept;
}

function holds(element: XmlElement, predicate: OwnPredicate, text: string): boolean {
  switch (predicate.kind) {
    case 'attribute':
      return element.attributes.some(
        attribute =>
          isNamed(attribute, predicate.test) &&
          (predicate.value === null || attribute.value === predicate.value),
      );
    case 'text':
      return element.texts.some(([from, to]) => isText(text, from, to, predicate.value));
    case 'local-name':
      return element.name === predicate.value;
  }
}

function attributesOf({ attributes }: XmlElement, test: NameTest): string[] {
  return attributes.filter(attribute => isNamed(attribute, test)).map(({ value }) => value);
}

/** Pieces of text in the order of the document: those of an element stand around those of its children. */
function piecesOf(elements: readonly XmlElement[], predicates: readonly Predicate[]): XmlElement['texts'] {
  const all = elements.flatMap(({ texts }) => {
    let pieces = texts;
    for (const predicate of predicates) {
      if (predicate.kind !== 'position') continue;
      const { position } = predicate;
      pieces = position === null ? pieces.slice(-1) : pieces.slice(position - 1, position);
    }
    return pieces;
  });
  return all.sort((left, right) => left[0] - right[0]);
}

function isNamed(node: XmlElement | XmlAttribute, { name, namespace }: NameTest): boolean {
  return (name === null || node.name === name) && (namespace === null || node.namespace === namespace);
}

function isText(text: string, from: number, to: number, value: string): boolean {
  return to - from === value.length && text.startsWith(value, from);
}
