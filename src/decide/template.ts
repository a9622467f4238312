/** What is inserted per request; everything else of a page is fixed at load. */
export interface PageFields {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly status: string;
}

type Escape = (text: string) => string;

/** Makes text safe as HTML content and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Makes text safe inside a JSON string literal (without its quotes). */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Makes text safe in a line of plain text: control characters become spaces. */
export function escapeLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

/**
 * Text with `{{id}}`, `{{time}}` and `{{status}}`, cut apart once. Spaces inside the braces are allowed; any other
 * `{{name}}` stays as it is written.
 */
export class Template {
  /** Fixed text at even places, names of fields at odd ones. */
  readonly #parts: readonly string[];
  readonly #escape: Escape;

  constructor(source: string, escapeField: Escape) {
    this.#parts = source.split(/\{\{ {0,8}(id|time|status) {0,8}\}\}/);
    this.#escape = escapeField;
  }

  render(fields: PageFields): Buffer {
    const parts = this.#parts;
    let text = parts[0];
    for (let i = 1; i < parts.length; i += 2) {
      text += this.#escape(fields[parts[i] as keyof PageFields]) + parts[i + 1];
    }
    return Buffer.from(text, 'utf8');
  }
}
