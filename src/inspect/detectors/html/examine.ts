import type { XssReason } from './finding.js';
import { Html, type HtmlContext, type HtmlLexer } from './lexer.js';
import { isMention } from './mention.js';
import { isEventHandler, scriptAttributes, scriptElements, urlAttributes } from './names.js';
import { hasStyleCode, isPlainStyle } from './style.js';
import { isHarmlessData, isNoOperation, looksLikeCode, schemeOf } from './url.js';

const longestName = 64;
const longestUrl = 256;

/**
 * Reads a value in one context and says what in it runs.
 * @returns the reason (the lexer's `start` and `end` then delimit the text that decided), or null
 */
export function examine(lexer: HtmlLexer, text: string, context: HtmlContext): XssReason | null {
  lexer.reset(text, context);
  // Behind white space or a backquote prose is likely, behind a tag or a quote it is not.
  let isTag = context === 'single' || context === 'double';
  let element = '';
  let attribute = '';
  let isEndTag = false;
  for (;;) {
    const kind = lexer.next();
    let reason: XssReason | null = null;
    switch (kind) {
      case Html.End:
        return null;
      case Html.Tag:
        isTag = true;
        isEndTag = false;
        element = lowerCase(text, lexer.start, lexer.end);
        if (
          isScriptElement(element, lexer.end === text.length) &&
          !isEmbed(text, lexer.start, element) &&
          !isMention(text, lexer.start - 1, lexer.end) &&
          !(element === 'style' && isPlainStyle(text, lexer.end))
        ) {
          reason = 'element that runs scripts or loads documents';
        }
        break;
      case Html.EndTag:
        isEndTag = true;
        element = '';
        break;
      case Html.AttributeName:
        attribute = isEndTag ? '' : lowerCase(text, lexer.start, lexer.end);
        if (attribute !== '')
          reason = examineName(attribute, lexer.hasValue && !isElision(text, lexer.end), isTag);
        break;
      case Html.AttributeValue:
        if (attribute !== '') reason = examineValue(lexer, text, element, attribute);
        attribute = '';
        break;
      case Html.Comment:
        reason = startsWith(text, lexer.start, '[if') ? 'conditional comment' : null;
        break;
      case Html.Declaration:
        if (startsWith(text, lexer.start, 'entity')) reason = 'document type or entity';
        else if (startsWith(text, lexer.start, 'doctype') && !isPlainDoctype(text, lexer.start)) {
          reason = 'document type or entity';
        }
        break;
      case Html.Instruction:
        if (
          startsWith(text, lexer.start, 'import') ||
          /^xml[:-]/i.test(text.slice(lexer.start, lexer.start + 4))
        ) {
          reason = 'processing instruction';
        }
        break;
    }
    if (reason !== null) return reason;
  }
}

/** Whether a document type is that of an HTML page, which whole pages and recorders of sessions begin with. */
function isPlainDoctype(text: string, start: number): boolean {
  return /^doctype(?:[ \t\r\n]+html[\w \t\r\n"'./:+-]*)?(?:>|$)/i.test(text.slice(start, start + longestUrl));
}

/**
 * A local name counts with any prefix: `svg:script` runs in XML documents.
 * @param isCut true when the value ends with the name: then only `<script` is a finding
 */
function isScriptElement(element: string, isCut: boolean): boolean {
  const colon = element.indexOf(':');
  // `v8::Object` is C++.
  if (colon !== -1 && element.charCodeAt(colon + 1) === 0x3a) return false;
  const local = element.slice(colon + 1);
  if (isCut) return local === 'script';
  return scriptElements.has(local) || (element.startsWith('xsl:') && local !== '');
}

/** Players and maps that editors put into articles with what their sites offer for it. */
const EMBED =
  /^iframe\s[^<>]{0,300}?\bsrc\s*=\s*["']?(?:https:)?\/\/(?:www\.)?(?:youtube(?:-nocookie)?\.com\/embed\/|player\.vimeo\.com\/video\/|google\.com\/maps\/(?:embed|d\/embed)|maps\.google\.(?:com|co\.jp)\/|open\.spotify\.com\/embed\/|w\.soundcloud\.com\/player\/|embed\.nicovideo\.jp\/watch\/|ext\.nicovideo\.jp\/thumb\/|player\.twitch\.tv\/|(?:www\.)?dailymotion\.com\/embed\/|calendar\.google\.com\/calendar\/embed|docs\.google\.com\/(?:forms|presentation|document|spreadsheets)\/)/i;

/** Whether an `iframe` shows one of those; what else it has is still examined. */
function isEmbed(text: string, start: number, element: string): boolean {
  return element === 'iframe' && EMBED.test(text.slice(start, start + 400));
}

/** Whether the value is dots only, as in text about mark-up: `onclick="..."`. */
function isElision(text: string, end: number): boolean {
  return /^\s*=\s*["'](?:\.{2,3}|\xe2\x80\xa6)["']/.test(text.slice(end, end + 12));
}

function examineName(name: string, hasValue: boolean, isTag: boolean): XssReason | null {
  if (!hasValue) return null;
  if (isEventHandler(name, isTag)) return 'event handler';
  return scriptAttributes.has(name) && isTag ? 'attribute that loads a document' : null;
}

/** The element may be unknown: where a tag's own text comes before the value, its first `src` wins anyway. */
function isPictureElement(element: string): boolean {
  return element === 'img' || element === 'source' || element === '';
}

/** Whether the value is a script URL: it may be the whole of an attribute that the application loads from. */
export function isScriptUrl(text: string): boolean {
  const { kind, after } = schemeOf(text, 0, text.length);
  return kind === 'script' && looksLikeCode(text, after);
}

function examineValue(lexer: HtmlLexer, text: string, element: string, name: string): XssReason | null {
  const { start, end } = lexer;
  if (name === 'style') return hasStyleCode(text, start, end) ? 'style with code' : null;
  if (name.startsWith('xmlns:')) {
    return /w3\.org\/(?:1999\/xhtml|2001\/xinclude)/i.test(
      text.slice(start, Math.min(end, start + longestUrl)),
    )
      ? 'namespace'
      : null;
  }
  if (name === 'attributename') {
    const target = text
      .slice(start, Math.min(end, start + longestName))
      .trim()
      .toLowerCase();
    return /^(?:on|(?:xlink:)?href$|style$)/.test(target) ? 'animated attribute' : null;
  }
  const { kind, after } = schemeOf(text, start, end);
  if (kind === 'script') return isNoOperation(text, after, end) ? null : 'script URL';
  const local = name.slice(name.lastIndexOf(':') + 1);
  if (kind !== 'data' || !urlAttributes.has(local)) return null;
  const isPicture = isPictureElement(element) || local === 'background' || local === 'poster';
  return isHarmlessData(text, after, end, isPicture) ? null : 'data URL';
}

function startsWith(text: string, start: number, word: string): boolean {
  return text.slice(start, start + word.length).toLowerCase() === word;
}

function lowerCase(text: string, start: number, end: number): string {
  return text.slice(start, Math.min(end, start + longestName)).toLowerCase();
}
