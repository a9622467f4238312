import { createHash } from 'node:crypto';
import { LABELS, messageFor } from './messages.js';
import type { Language, PageType } from './negotiate.js';
import { escapeHtml, escapeJson, escapeLine, Template } from './template.js';

/** Contrast of every pair of colours is above 7:1 in both schemes (WCAG 2.2, 1.4.6). */
const STYLE = `:root{color-scheme:light dark;--back:#f6f5f2;--card:#fff;--text:#1d1c1a;--soft:#4f4b45;--line:#b3402a}
@media(prefers-color-scheme:dark){:root{--back:#161513;--card:#211f1c;--text:#f2efe9;--soft:#c4beb4;--line:#e8836c}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--back);color:var(--text);font:1rem/1.7 system-ui,"Hiragino Sans","Noto Sans JP",sans-serif}
main{max-width:34rem;width:100%;padding:2rem;background:var(--card);border-top:.3rem solid var(--line);border-radius:.4rem}
.status{margin:0;color:var(--soft);font-variant-numeric:tabular-nums}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.35}
p{margin:0 0 1.5rem}
dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;font-size:.9rem}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
@media(max-width:26rem){main{padding:1.25rem}h1{word-break:auto-phrase}dl{display:block}dd{margin-bottom:.5rem}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The built-in page loads nothing, runs nothing, and may not be framed. */
export const BUILT_IN_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A site's own page may bring its styles and show images and fonts of its own site; scripts and forms stay off. */
export const OWN_PAGE_POLICY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const CONTENT_TYPES: Readonly<Record<PageType, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  problem: 'application/problem+json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};

function html(status: number, language: Language): Template {
  const { title, text } = messageFor(status, language);
  const labels = LABELS[language];
  const source = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="status">${status}</p>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<dl>
<dt>${labels.id}</dt><dd>{{id}}</dd>
<dt>${labels.time}</dt><dd><time datetime="{{time}}">{{time}}</time></dd>
</dl>
</main>
</body>
</html>
`;
  return new Template(source, escapeHtml);
}

/** The members of RFC 9457 (`title`, `status`, `detail`), and the request's id and time. */
function json(status: number, language: Language): Template {
  const { title, text } = messageFor(status, language);
  const fixed = JSON.stringify({ title, status, detail: text }).slice(0, -1);
  return new Template(`${fixed},"id":"{{id}}","time":"{{time}}"}\n`, escapeJson);
}

function plain(status: number, language: Language): Template {
  const { title, text } = messageFor(status, language);
  return new Template(`${status} ${title}\n${text}\n${LABELS[language].id}: {{id}}\n`, escapeLine);
}

const pages = new Map<string, Template>();

/** The built-in page of a status (400–599), made once and kept: at most 200 statuses × 2 languages × 3 forms. */
export function builtInPage(status: number, type: PageType, language: Language): Template {
  const form = type === 'problem' ? 'json' : type;
  const key = `${form} ${language} ${status}`;
  let page = pages.get(key);
  if (page === undefined) {
    const make = form === 'html' ? html : form === 'json' ? json : plain;
    page = make(status, language);
    pages.set(key, page);
  }
  return page;
}

for (const status of [400, 403, 408, 413, 421, 429, 431, 500, 502, 503, 504]) {
  for (const type of ['html', 'json', 'text'] as const) {
    builtInPage(status, type, 'en');
    builtInPage(status, type, 'ja');
  }
}
