import type { Node } from '../../../src/inspect/regex/ast.js';

/** A text that the node may take; it mostly matches, but for assertions, lookarounds and backreferences. */
export function textOf(node: Node, draw: (below: number) => number): string {
  switch (node.kind) {
    case 'set': {
      const bytes = [...node.set.bytes()];
      return bytes.length === 0 ? '' : String.fromCharCode(bytes[draw(bytes.length)]!);
    }
    case 'sequence':
      return node.items.map(item => textOf(item, draw)).join('');
    case 'alternation':
      return textOf(node.branches[draw(node.branches.length)]!, draw);
    case 'repeat': {
      const more = Math.min(node.max - node.min, 3);
      // Nothing more half of the time: what is between the letters of a word is mostly nothing.
      const times = node.min + (draw(2) === 0 ? 0 : draw(more + 1));
      return Array.from({ length: times }, () => textOf(node.item, draw)).join('');
    }
    case 'capture':
    case 'atomic':
      return textOf(node.item, draw);
    default:
      return '';
  }
}
