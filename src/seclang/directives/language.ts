import type { Node } from '../ast.js';
import type { Word } from '../words.js';
import { include } from './include.js';
import { includeOptional } from './include-optional.js';
import { secAction } from './sec-action.js';
import { secDefaultAction } from './sec-default-action.js';
import { secMarker } from './sec-marker.js';
import { secRule } from './sec-rule.js';
import type { DirectiveText } from './spec.js';

/** A directive with a place of its own in what rule files become. */
export interface LanguageDirective extends DirectiveText {
  /** @throws SyntaxProblem */
  parse(directive: Word, args: readonly Word[]): Node;
}

/** The directives that make the language, by lower-case name. */
export const LANGUAGE_DIRECTIVES: ReadonlyMap<string, LanguageDirective> = new Map(
  [include, includeOptional, secAction, secDefaultAction, secMarker, secRule].map(
    (spec: LanguageDirective) => [spec.name.toLowerCase(), spec],
  ),
);
