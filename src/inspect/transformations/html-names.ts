/** Character references of HTML beyond the five of `htmlEntityDecode` that stand for ASCII signs (HTML, section 13.5). */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      apos: "'",
      lpar: '(',
      rpar: ')',
      colon: ':',
      semi: ';',
      Tab: '\t',
      NewLine: '\n',
      sol: '/',
      bsol: '\\',
    },
    ...{
      lsqb: '[',
      lbrack: '[',
      rsqb: ']',
      rbrack: ']',
      lcub: '{',
      lbrace: '{',
      rcub: '}',
      rbrace: '}',
      grave: '`',
    },
    ...{
      DiacriticalGrave: '`',
      equals: '=',
      period: '.',
      comma: ',',
      excl: '!',
      num: '#',
      dollar: '$',
      percnt: '%',
    },
    ...{
      plus: '+',
      ast: '*',
      midast: '*',
      quest: '?',
      commat: '@',
      lowbar: '_',
      vert: '|',
      verbar: '|',
      QUOT: '"',
    },
    ...{ LT: '<', GT: '>', AMP: '&', Hat: '^', hyphen: '-', dash: '-' },
  }),
);

/** Decodes the named references above. They need their semicolon. */
export function decodeNames(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([A-Za-z]{2,16});/g, (written, name: string) => NAMES.get(name) ?? written);
}
