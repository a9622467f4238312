import fc from 'fast-check';
import t from 'tap';
import type { ParsedBody } from '../../src/core/index.js';
import { parseBody } from '../../src/parse/index.js';
import { byteString, LIMITS } from './limits.js';

const TYPE = 'multipart/form-data; boundary=B';
const parse = (text: string, type = TYPE, limits = LIMITS) =>
  parseBody('MULTIPART', Buffer.from(text, 'latin1'), type, limits);
/** One part in a whole body; `disposition` is the header's value. */
const part = (disposition: string, content = 'x', more = '') =>
  `--B\r\nContent-Disposition: ${disposition}\r\n${more}\r\n${content}\r\n--B--\r\n`;
const GOOD = part('form-data; name="a"');
/** Names of the flags that are set. */
const flags = (body: ParsedBody) =>
  Object.entries(body.multipart ?? {}).flatMap(([name, set]) => (set ? [name] : []));

t.test('fields and files', async t => {
  const body = parse(
    [
      '--B',
      'Content-Disposition: form-data; name="a"',
      '',
      '1',
      '--B',
      'content-disposition: form-data; name="f"; filename="x.php"',
      'Content-Type: text/plain',
      '',
      'l1',
      'l2\n-l3',
      '',
      '--B',
      'Content-Disposition:form-data; name=a',
      '',
      '',
      '--B--',
      '',
    ].join('\r\n'),
  );
  t.equal(body.error, null);
  t.strictSame(flags(body), []);
  t.strictSame(body.args, [
    { name: 'a', value: '1' },
    { name: 'a', value: '' },
  ]);
  t.strictSame(body.files, [{ name: 'f', filename: 'x.php', size: 12, content: 'l1\r\nl2\n-l3\r\n' }]);
  t.strictSame(body.partHeaders, [
    { name: 'a', line: 'Content-Disposition: form-data; name="a"' },
    { name: 'f', line: 'content-disposition: form-data; name="f"; filename="x.php"' },
    { name: 'f', line: 'Content-Type: text/plain' },
    { name: 'a', line: 'Content-Disposition:form-data; name=a' },
  ]);
});

t.test('no flag and no error', async t => {
  for (const text of [
    GOOD,
    GOOD.slice(0, -2),
    part('form-data; name="a"; filename=""', ''),
    part('form-data; name="a";filename="b"'),
    part('form-data; name="a";'),
    part('form-data; name="a"', '--\r\n-----begin certificate-----\r\nxx\r\n-----end certificate-----'),
    part('form-data; name="a"', '-B\r\n- -B\n--\n\r'),
    part('form-data; name="a\'b"'),
    '',
    '--B--\r\n',
  ]) {
    const body = parse(text);
    t.equal(body.error, null, JSON.stringify(text));
    t.strictSame(flags(body), [], JSON.stringify(text));
  }
});

t.test('flags of the Content-Type', async t => {
  for (const [type, expected] of [
    ['multipart/form-data; boundary="B"', ['boundaryQuoted']],
    ['multipart/form-data; boundary= B', ['boundaryWhitespace']],
    ['multipart/form-data; boundary =B', ['boundaryWhitespace']],
    ['multipart/form-data boundary=B', ['missingSemicolon']],
    ['Multipart/Form-Data;boundary=B; charset=utf-8', []],
  ] as const) {
    const body = parse(GOOD, type);
    t.equal(body.error, null, type);
    t.strictSame(flags(body), expected, type);
    t.equal(body.args.length, 1, type);
  }
});

t.test('a Content-Type that servers read differently is an error', async t => {
  const params = [
    ...[
      '',
      ';',
      '; boundary',
      '; boundary=',
      '; boundary=""',
      '; boundary=B; boundary=C',
      '; boundary=B;BOUNDARY=C',
    ],
    ...[
      '; Boundary=B',
      '; x=y; boundary=B',
      ';; boundary=B',
      '; boundary="B',
      '; boundary=B"',
      '; boundary="B"; x=y',
    ],
    ...[
      '; boundary=B,C',
      '; boundary=B C',
      '; boundary=B\\',
      '; boundary=\xe9',
      '; boundary="B "',
      '; boundary*=B',
    ],
    ...[
      '; boundary*0=B',
      '; boundaryx=B',
      `; boundary=${'B'.repeat(71)}`,
      '; boundary=boundary=B',
      'x; boundary=B',
    ],
    ...[
      '; boundary=B, multipart/form-data; boundary=C',
      `; boundary=B${' '.repeat(1024)}`,
      "; boundary='B'@",
    ],
  ];
  for (const param of params) {
    const type = `multipart/form-data${param}`;
    t.match(parse(GOOD, type), { error: /^multipart: / }, type);
  }
  t.match(parse(GOOD, 'multipart/mixed; boundary=B'), { error: /not multipart/ });
  t.match(parse(GOOD, ''), { error: /not multipart/ });
  const browsers = '----WebKitFormBoundaryYXfTuDnyCxbDc0rA';
  t.equal(parse(GOOD.replaceAll('B', browsers), `multipart/form-data; boundary=${browsers}`).error, null);
  const longest = 'b'.repeat(70);
  t.equal(parse(GOOD.replaceAll('B', longest), `multipart/form-data; boundary=${longest}`).error, null);
});

t.test('flags of the body', async t => {
  for (const [text, expected] of [
    [`x\r\n${GOOD}`, ['dataBefore']],
    [`\r\n${GOOD}`, ['dataBefore']],
    [`${GOOD}x`, ['dataAfter']],
    [GOOD.replaceAll('\r\n', '\n'), ['lfLine']],
    [GOOD.replace('--B\r\n', '--B\n'), ['crlfLfLines', 'lfLine']],
    [GOOD.replace('x\r\n', 'x\n'), ['crlfLfLines', 'lfLine']],
    [part('form-data; name="a"', 'x', 'X-Y: 1\r\n\t2\r\n'), ['headerFolding']],
    [part('form-data; name="a"', 'x', 'X-Y: 1\r\n\v2\r\n'), ['headerFolding', 'invalidHeaderFolding']],
    [part("form-data; name='a'"), ['invalidQuoting']],
    [part("form-data; name=a'b"), ['invalidQuoting']],
    [part('form-data; name="a"', 'x--B--'), ['unmatchedBoundary']],
    [part('form-data; name="a"', 'x\r--B\rContent-Disposition: form-data; name="b"'), ['unmatchedBoundary']],
  ] as const) {
    const body = parse(text);
    t.equal(body.error, null, JSON.stringify(text));
    t.strictSame(flags(body).sort(), [...expected].sort(), JSON.stringify(text));
    t.equal(body.args.length, 1);
  }
});

t.test('errors of the body; what was found is kept', async t => {
  for (const [text, error, args] of [
    ['x', /no boundary in the body/, 1],
    ['--', /no boundary in the body/, 1],
    ['--B', /final boundary is missing/, 0],
    [GOOD.replace('--B--\r\n', ''), /final boundary is missing/, 1],
    [GOOD.replace('--B--', '--B'), /final boundary is missing/, 1],
    ['--B\r\nContent-Disposition: form-data; name="a"\r\n', /final boundary is missing|Content/, 1],
    [GOOD.replace('--B\r\n', '--B \r\n'), /after a boundary/, 1],
    [GOOD.replace('--B--', '--B--x'), /after a boundary/, 1],
    [GOOD.replace('--B--', '--Bx\r\n--B--'), /after a boundary/, 2],
    [part('form-data; name="a"', 'y\r\n-- B\r\nz'), /disguised/, 1],
    [part('form-data; name="a"', 'y\r\n--"B"\r\nz'), /disguised/, 1],
    [GOOD.replace('\r\n\r\n', '\r\n'), /without a colon|headers of a part/, 1],
    [part('form-data; name="a"', 'x', 'X-Y\r\n'), /without a colon/, 1],
    [part('form-data; name="a"', 'x', ': y\r\n'), /invalid name/, 1],
    [part('form-data; name="a"', 'x', 'X Y: y\r\n'), /invalid name/, 1],
    [part('form-data; name="a"', 'x', 'X\x0e: y\r\n'), /invalid name/, 1],
    [part('form-data; name="a"', 'x', 'X-Y: \0\r\n'), /NUL/, 1],
    [part('form-data; name="a"', 'x', 'X-Y: y\rX-Z: z\r\n'), /carriage return/, 1],
    [part('form-data; name="a"', 'x', 'X: y\r\nx: z\r\n'), /twice/, 1],
    [part('form-data; name="a"', 'x', `X: ${'y'.repeat(5000)}\r\n`), /longer than/, 1],
    [part('form-data; name="a"', 'x', `X: y\r\n${` ${'y'.repeat(2500)}\r\n`.repeat(2)}`), /longer than/, 1],
    [
      part('form-data; name="a"', 'x', Array.from({ length: 70 }, (_, i) => `X${i}: y\r\n`).join('')),
      /more than 64/,
      1,
    ],
    [`--B\r\n X: y\r\n\r\nx\r\n--B--`, /continuation/, 1],
    ['--B\r\n\r\nx\r\n--B--', /without Content-Disposition/, 1],
  ] as const) {
    const body = parse(text);
    t.match(body.error, error, JSON.stringify(text).slice(0, 200));
    t.equal(body.args.length, args, JSON.stringify(text).slice(0, 200));
  }
});

t.test('a boundary where content should begin is content and an invalid part', async t => {
  const body = parse(`--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n${GOOD}`);
  t.ok(body.multipart?.invalidPart);
  t.match(body.args[0].value, /^--B\r\nContent-Disposition/);
});

t.test('Content-Disposition: what servers read differently is an error', async t => {
  const values = [
    ...[
      'attachment; name="a"',
      'Form-Data; name="a"',
      'form-datax; name="a"',
      'form-data',
      'form-data;',
      'form-data; name',
    ],
    ...[
      'form-data; name=',
      'form-data; name=""',
      'form-data; name="a',
      'form-data; name="a"x',
      'form-data; name="a"; name="b"',
    ],
    ...[
      'form-data; Name="a"',
      'form-data; name ="a"',
      'form-data; name= "a"',
      'form-data; name="a" filename="b"',
    ],
    ...[
      'form-data; name="a"; x=y',
      'form-data; name="a"; filename="b"; filename="c"',
      'form-data; name="a"; filename = "b"',
    ],
    ...["form-data; name*=utf-8''a", 'form-data; name="a"; filename*=utf-8\'\'b', 'form-data name="a"'],
    ...[
      'form-data; name="a"; filename="b"; filename*=b',
      'form-data; name="a"; filename="b"; filename*=utf-8\'\'%zz',
    ],
    ...['form-data; name="a";; filename="b"', 'form-data; name="a"; filename*0="b"', 'form-data; name="\\"'],
  ];
  for (const value of values) t.match(parse(part(value)).error, /Content-Disposition/, value);
});

t.test('Content-Disposition: names and file names', async t => {
  for (const [value, name, filenames] of [
    ['form-data; name="a\\"b\\\\c"', 'a"b\\c', []],
    ['form-data; name=" a "', ' a ', []],
    ['form-data; name="a%22;b"', 'a%22;b', []],
    ['form-data; name="f"; filename="C:\\dir\\x.txt"', 'f', ['C:\\dir\\x.txt']],
    ['form-data; filename="x.jpg"; name="f"', 'f', ['x.jpg']],
    ['form-data; name="f"; filename="\xe3\x81\x82.txt"', 'f', ['\xe3\x81\x82.txt']],
    ['form-data; name="f"; filename="x.jpg"; filename*=utf-8\'\'x.jpg', 'f', ['x.jpg']],
    ['form-data; name="f"; filename="x.jpg"; filename*=utf-8\'ja\'x%2ephp', 'f', ['x.jpg', 'x.php']],
  ] as const) {
    const body = parse(part(value));
    t.equal(body.error, null, value);
    t.strictSame(
      body.files.map(file => file.filename),
      filenames,
      value,
    );
    t.equal([...body.args, ...body.files][0].name, name, value);
  }
});

t.test('an empty file name makes a field, so that its content is seen', async t => {
  t.match(parse(part('form-data; name="a"; filename=""', '<script>')), {
    args: [{ name: 'a', value: '<script>' }],
    files: { length: 0 },
  });
});

t.test('CVE-2026-21876: the headers of every part are listed, the first as well as the last', async t => {
  const field = (name: string, charset: string) =>
    `--B\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain; charset=${charset}\r\n\r\nx\r\n`;
  const body = parse(`${field('a', 'utf-7')}${field('a', 'utf-8')}${field('b', 'utf-8')}--B--`);
  t.equal(body.error, null);
  t.strictSame(
    body.partHeaders.filter(header => header.line.startsWith('Content-Type')),
    [
      { name: 'a', line: 'Content-Type: text/plain; charset=utf-7' },
      { name: 'a', line: 'Content-Type: text/plain; charset=utf-8' },
      { name: 'b', line: 'Content-Type: text/plain; charset=utf-8' },
    ],
  );
});

t.test('part headers with invalid names are errors, and rules see them', async t => {
  const body = parse(
    '--B\r\n\x0eContent-Disposition: form-data; name="file"; filename="1.php"\r\nContent-Disposition: form-data; name="post"\r\n\r\nx\r\n--B--',
  );
  t.match(body.error, /invalid name/);
  t.match(body.partHeaders[0].line, /^\x0eContent-Disposition/);
  t.match(body.args, [{ name: 'post', value: 'x' }]);
});

t.test('folded headers are one line', async t => {
  const body = parse(
    part('form-data;\r\n  name="a"', 'x', 'Content-Type: text/plain;\r\n\tcharset=utf-7\r\n'),
  );
  t.match(body, { error: null, args: [{ name: 'a' }] });
  t.equal(body.partHeaders[1].line, 'Content-Type: text/plain; charset=utf-7');
});

t.test('CVE-2025-47947: fields and files count towards the argument limit', async t => {
  const many = (one: string, count: number) => `${one.slice(0, one.indexOf('--B--')).repeat(count)}--B--`;
  const limits = { ...LIMITS, arguments: 3 };
  t.match(parse(many(GOOD, 3), TYPE, limits), { error: null, args: { length: 3 } });
  t.match(parse(many(GOOD, 4), TYPE, limits), { error: /more arguments/, args: { length: 4 } });
  const files = parse(many(part('form-data; name="f"; filename="x"'), 4), TYPE, limits);
  t.match(files, { error: /more arguments/, files: { length: 3 } });
  t.ok(files.multipart?.fileLimitExceeded);
});

t.test('what is not read is the value of an argument, so that an attack in it is seen', async t => {
  t.strictSame(parse('attack').args, [{ name: '', value: 'attack' }]);
  t.strictSame(parse(GOOD, 'multipart/form-data').args, [{ name: '', value: GOOD }], 'without a boundary');
  const limits = { ...LIMITS, arguments: 1 };
  const rest = 'Content-Disposition: form-data; name="b"\r\n\r\nattack\r\n--B--\r\n';
  t.strictSame(parse(GOOD.replace('--B--\r\n', `--B\r\n${rest}`), TYPE, limits).args.at(-1), {
    name: '',
    value: rest,
  });
});

t.test('a boundary-like line without the final boundary is unmatched', async t => {
  const body = parse('--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--C--\r\n');
  t.ok(body.multipart?.unmatchedBoundary);
  t.match(body.error, /final boundary/);
});

t.test('property: round trip', async t => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map(list => byteString([...list]));
  const content = fc.oneof(
    bytes,
    fc.array(fc.constantFrom('\r\n', '\n', '\r', '-', '--', 'b', 'x')).map(list => list.join('')),
  );
  const name = fc
    .uint8Array({ minLength: 1, maxLength: 12 })
    .map(list => byteString([...list]).replace(/[\0\r\n]/g, 'n'));
  const parts = fc.array(fc.record({ name, content, filename: fc.option(name) }), { maxLength: 6 });
  const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  fc.assert(
    fc.property(parts, list => {
      const boundary = 'boundary-that-occurs-nowhere'.replace('boundary', 'limit');
      let text = '';
      for (const { name, content, filename } of list) {
        const file = filename === null ? '' : `; filename=${quote(filename)}`;
        text += `--${boundary}\r\nContent-Disposition: form-data; name=${quote(name)}${file}\r\n\r\n${content}\r\n`;
      }
      if (list.length === 0) text = `--${boundary}\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n`;
      const body = parse(`${text}--${boundary}--\r\n`, `multipart/form-data; boundary=${boundary}`);
      t.equal(body.error, null);
      t.strictSame(flags(body), []);
      if (list.length === 0) return;
      const fields = list.filter(item => item.filename === null);
      const files = list.filter(item => item.filename !== null);
      t.strictSame(
        body.args,
        fields.map(({ name, content }) => ({ name, value: content })),
      );
      t.strictSame(
        body.files,
        files.map(({ name, content, filename }) => ({ name, filename, size: content.length, content })),
      );
    }),
    { numRuns: 500 },
  );
});

t.test('property: a body without a sign is what the simplest reader makes of it', async t => {
  const whole = [
    ...['--B', '\r\n', 'Content-Disposition: form-data', '; name="a"', '\r\n', '\r\n', 'x', '\r\n'],
    ...[
      '--B',
      '\r\n',
      'Content-Disposition: form-data',
      '; name="b"',
      '; filename="f"',
      '\r\n',
      'X: y',
      '\r\n',
      '\r\n',
    ],
    ...['y', '\r\n', '--', 'z', '\r\n', '--B', '--', '\r\n'],
  ];
  const piece = fc.constantFrom(
    ...whole,
    '\n',
    '\r',
    '\r\n\r\n',
    ' ',
    '"',
    "'",
    ':',
    ';',
    '\xff',
    '\0',
    '=',
    '\\',
    'B',
    '-',
  );
  const edit = fc.record({
    at: fc.nat(whole.length),
    remove: fc.nat(2),
    insert: fc.array(piece, { maxLength: 2 }),
  });
  let clean = 0;
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 3 }), edits => {
      const pieces = [...whole];
      for (const { at, remove, insert } of edits) pieces.splice(at, remove, ...insert);
      const text = pieces.join('');
      const body = parse(text);
      if (body.error !== null || flags(body).length > 0 || text === '') return;
      clean++;
      const [before, ...split] = `\r\n${text}`.split('\r\n--B');
      const end = split.pop() ?? '';
      const contents = split.map(part => {
        if (!part.startsWith('\r\n')) throw new Error(`a boundary line goes on: ${JSON.stringify(part)}`);
        return part.slice(part.indexOf('\r\n\r\n') + 4);
      });
      const got = [...body.args.map(({ value }) => value), ...body.files.map(({ content }) => content)];
      if (before !== '' || !/^--(\r\n)?$/.test(end)) throw new Error(`no sign: ${JSON.stringify(text)}`);
      if (got.sort().join('|') !== contents.sort().join('|'))
        throw new Error(`other content: ${JSON.stringify(text)}`);
    }),
    { numRuns: 5000 },
  );
  t.ok(clean > 500, 'clean bodies were among them');
});

t.test('property: total, and every string is a byte string', async t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 50 }), (body, type) => {
      const contentType = `multipart/form-data; boundary=${byteString([...type])}`;
      t.notMatch(JSON.stringify(parse(byteString([...body]), contentType)), /[\u0100-\uffff]/);
      t.notMatch(JSON.stringify(parse(`--B${byteString([...body])}`)), /[\u0100-\uffff]/);
    }),
  );
});
