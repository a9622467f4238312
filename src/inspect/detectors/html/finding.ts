import type { HtmlContext } from './lexer.js';

/** What made the detector say yes. */
export type XssReason =
  | 'element that runs scripts or loads documents'
  | 'event handler'
  | 'attribute that loads a document'
  | 'script URL'
  | 'data URL'
  | 'style with code'
  | 'namespace'
  | 'animated attribute'
  | 'document type or entity'
  | 'processing instruction'
  | 'conditional comment';

export interface XssFinding {
  /** Where the application is assumed to write the value. */
  readonly context: HtmlContext;
  readonly reason: XssReason;
  /** The text that decided, at most 64 bytes. */
  readonly text: string;
}
