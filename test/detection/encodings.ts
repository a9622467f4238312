/** Ways to write the bytes of a payload so that an application reads them as they were. */
export type Encoding = (text: string) => string;

const hex = (code: number): string => code.toString(16).padStart(2, '0');
const each = (text: string, write: (code: number, char: string) => string): string =>
  Array.from(text, char => write(char.charCodeAt(0), char)).join('');

const isPlain = (char: string): boolean => /[\w.~-]/.test(char);

/** As `encodeURIComponent`, for bytes. */
export const percent: Encoding = text =>
  each(text, (code, char) => (isPlain(char) ? char : `%${hex(code).toUpperCase()}`));

/** What a browser leaves in a query: only what would end it is escaped. */
export const sparingly: Encoding = text =>
  each(text, (code, char) => {
    if (char === ' ') return '+';
    return code <= 0x20 || code > 0x7e || '&#+%="<>`'.includes(char) ? `%${hex(code)}` : char;
  });

export const everyByte: Encoding = text => each(text, code => `%${hex(code)}`);
export const twice: Encoding = text => percent(percent(text));
export const base64: Encoding = text => Buffer.from(text, 'latin1').toString('base64');

/** `\u0041` for every UTF-16 unit of the text that the bytes are. */
export const unicodeEscapes: Encoding = text =>
  each(Buffer.from(text, 'latin1').toString('utf8'), code => `\\u${code.toString(16).padStart(4, '0')}`);

/** `%u0041` of IIS. */
export const percentU: Encoding = text =>
  each(text, (code, char) => (isPlain(char) || code > 0x7e ? percent(char) : `%u00${hex(code)}`));

export const decimalEntities: Encoding = text =>
  each(Buffer.from(text, 'latin1').toString('utf8'), code => `&#${code};`);
export const hexEntities: Encoding = text =>
  each(Buffer.from(text, 'latin1').toString('utf8'), code => `&#x${code.toString(16)};`);

/** What a text of XML or HTML needs. */
export const namedEntities: Encoding = text =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');

/** Inside the quotes of a JSON string. */
export const jsonString: Encoding = text => JSON.stringify(text).slice(1, -1);
