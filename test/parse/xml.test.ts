import fc from 'fast-check';
import t from 'tap';
import { parseBody } from '../../src/parse/index.js';
import { byteString, LIMITS, utf8 } from './limits.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const parse = (body: Buffer | string, contentType = 'text/xml', limits = LIMITS) =>
  parseBody('XML', typeof body === 'string' ? bytes(body) : body, contentType, limits);

t.test('text and attributes', async t => {
  for (const [body, text, attributes] of [
    ['<a>x</a>', ['x'], []],
    ['<a b="1" c=\'2\'/>', [], ['1', '2']],
    ['<a>x<b y="&lt;1">z</b> </a>', ['xz ', 'x', 'z'], ['<1']],
    ['<a>un<!-- no -->ion<?pi no?> sel<![CDATA[ect <]]></a>', ['union select <'], []],
    ['<a>&lt;&#115;&#x63;&amp;</a>', ['<sc&'], []],
    ['<n:a xmlns:n="u" n:b="1"><m:c>x</m:c></n:a>', ['x'], ['u', '1']],
    [`<${utf8('名')} b="${utf8('é')}">${utf8('日')}</${utf8('名')}>`, [utf8('日')], [utf8('é')]],
    ['<a>1\r\n2\r3</a>', ['1\n2\n3'], []],
    ['', [], []],
  ] as const) {
    const parsed = parse(body);
    t.equal(parsed.error, null, body);
    t.strictSame(parsed.xml, { text, attributes }, body);
    t.strictSame(parsed.args, []);
  }
});

t.test('entities: none is fetched, none is expanded, the DOCTYPE is seen', async t => {
  const doctype = ' a [<!ENTITY e SYSTEM "file:///etc/passwd">]';
  const parsed = parse(`<!DOCTYPE${doctype}><a>&e;</a>`);
  t.match(parsed.error, /undefined entity/);
  t.ok(parsed.xml?.text.includes(doctype));
  t.match(parse('<!DOCTYPE a SYSTEM "http://x/y.dtd"><a>z</a>'), { error: null });
  t.match(parse('<a b="&e;"/>').error, /undefined entity/);
  const bomb = `<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "${'&a;'.repeat(1000)}">]><a>&b;</a>`;
  t.match(parse(bomb).error, /undefined entity/);
});

t.test('malformed XML is an error, keeps what was found, and the rest is seen as text', async t => {
  for (const body of [
    '<a>',
    '<a></b>',
    '<a b=1/>',
    '<a b="1" b="2"/>',
    '<a/>x',
    '<a/><b/>',
    'x',
    '  ',
    '<a>&</a>',
    '<a>&x</a>',
  ]) {
    t.type(parse(body).error, 'string', body);
  }
  for (const body of [
    '<a>\0</a>',
    '<a>\x01</a>',
    '<a b="<"/>',
    '<a>]]></a>',
    '<a><!-- -- --></a>',
    '<a>&#0;</a>',
    '<?xml?><a/>',
  ]) {
    t.type(parse(body).error, 'string', body);
  }
  const parsed = parse('<a b="1">x<c></a>evil<script>');
  t.match(parsed.xml?.text[0], /^x.*evil<script>$/);
  t.strictSame(parsed.xml?.attributes, ['1']);
});

t.test('a body in UTF-16 is not a hiding place', async t => {
  const document = '<?xml version="1.0" encoding="UTF-16"?><a b="é">union select 日</a>';
  const little = Buffer.from(document, 'utf16le');
  const swapped = Buffer.from(little).swap16();
  for (const body of [
    little,
    swapped,
    Buffer.concat([bytes('\xff\xfe'), little]),
    Buffer.concat([bytes('\xfe\xff'), swapped]),
  ]) {
    const parsed = parse(body);
    t.equal(parsed.error, null);
    t.strictSame(parsed.xml, { text: [utf8('union select 日')], attributes: [utf8('é')] });
  }
  t.equal(parse(Buffer.concat([bytes('\xff\xfe'), little]), 'text/xml; charset=utf-16').error, null);
});

t.test('encodings', async t => {
  const declared = (name: string) => `<?xml version="1.0" encoding="${name}"?><a>\x93\xfa</a>`;
  t.match(parse(declared('Shift_JIS')), { error: null, xml: { text: [utf8('日')] } });
  t.match(parse('<a>\x93\xfa</a>', 'text/xml; charset="Shift_JIS"'), {
    error: null,
    xml: { text: [utf8('日')] },
  });
  t.match(parse(declared('Shift_JIS'), 'text/xml; charset=utf-8').error, /two encodings/);
  t.match(parse('<a>\xff</a>'), { error: /not valid utf-8/, xml: { text: ['\xff'] } });
  for (const name of ['UTF-7', 'IBM037', 'x'])
    t.match(parse(`<?xml version="1.0" encoding="${name}"?><a/>`).error, /not read here/);
  t.match(parse('<a>x</a>', 'text/xml; charset=utf-7').error, /not read here/);
  t.equal(parse('<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'text/xml; charset=utf-8').error, null);
  t.match(
    parse('<?xml version="1.0" encoding="ISO-2022-JP"?><a>\x1b(B</a>', 'text/xml; charset=utf-8').error,
    /two/,
  );
});

t.test('bounds on depth and number', async t => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  t.equal(parse(nested(512)).error, null);
  t.match(parse(nested(513)).error, /deeper than 512/);
  const flood = `<a>${'<b c="1"/>'.repeat(101)}</a>`;
  t.equal(parse(flood, 'text/xml', { ...LIMITS, arguments: 11 }).error, null);
  const parsed = parse(flood, 'text/xml', { ...LIMITS, arguments: 10 });
  t.match(parsed.error, /more than 100 /);
  t.ok(parsed.xml && parsed.xml.attributes.length >= 99);
  const bare = parse(`<a>${'<b/>'.repeat(100)}</a>`, 'text/xml', { ...LIMITS, arguments: 10 });
  t.match(bare.error, /more than 100 elements/);
  t.ok((bare.xmlDocument?.().elements.length ?? 0) <= 102);
});

t.test('property: what is escaped into a document comes out', async t => {
  const text = fc
    .string({ unit: 'binary', maxLength: 30 })
    .map(s => s.replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd]/g, ''));
  const escaped = (s: string) => s.replace(/[<>&"\t\n]/g, char => `&#${char.charCodeAt(0)};`);
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 5 }), (content, values) => {
      const attributes = values.map((value, i) => ` a${i}="${escaped(value)}"`).join('');
      const parsed = parse(Buffer.from(`<r${attributes}>${escaped(content)}</r>`));
      t.equal(parsed.error, null);
      t.strictSame(parsed.xml, { text: content === '' ? [] : [utf8(content)], attributes: values.map(utf8) });
    }),
  );
});

t.test('property: total, and every string is a byte string', async t => {
  const piece = fc.constantFrom(
    '<a>',
    '</a>',
    '<a b="',
    '"',
    '>',
    '/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '?>',
    '<!DOCTYPE a [',
    ']>',
    '&',
    ';',
    '#x',
    'é',
    '\0',
    'lt',
    '日',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (pieces, noise) => {
      const body = Buffer.concat([Buffer.from(pieces.join('')), noise]);
      t.notMatch(JSON.stringify(parse(body)), /[\u0100-\uffff]/);
      t.notMatch(JSON.stringify(parse(byteString([...noise]))), /[\u0100-\uffff]/);
    }),
    { numRuns: 500 },
  );
});
