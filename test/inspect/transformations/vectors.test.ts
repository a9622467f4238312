import t from 'tap';
import { TRANSFORMATIONS } from '../../../src/inspect/transformations/index.js';

type Vector = readonly [input: string, output: string];

/** Written from the ModSecurity v3 reference manual and checked against libmodsecurity 3.0.9. */
const VECTORS: Record<string, readonly Vector[]> = {
  base64Decode: [
    ['', ''],
    ['YWJjZA==', 'abcd'],
    ['YWJj\r\nZA==', 'abcd'],
    ['YWJj \nZA==', 'abcd'],
    ['YWJjZA', 'abc'], // a group that is not full is left out
    ['YWJj!ZA==', ''],
    ['YW JjZA==', ''],
    ['YWJj====', ''],
    ['YQ==YQ==', ''],
    ['YWJj\0!!!!', 'abc'],
    ['\xff', ''],
  ],
  base64DecodeExt: [
    ['YWJjZA==', 'abcd'],
    ['Y.W-J\xffj ZA', 'abcd'],
    ['YWJj\0ZA==', 'abcd'],
    ['YWJjQ=', 'abc'], // what PHP decodes must not be hidden by one more letter
    ['YWJj9', 'abc'],
  ],
  base64Encode: [
    ['', ''],
    ['\xff\0a', '/wBh'],
  ],
  cmdLine: [
    ['cmd', 'cmd'],
    ['C^MD', 'cmd'],
    ['"c"\\a\'t\'', 'cat'],
    ['cat ,;\t\r\n x', 'cat x'],
    ['cat  /etc  (x', 'cat/etc(x'],
    ['a /b', 'a/b'],
    ['a "/b', 'a/b'],
    [' ^ x', ' x'],
    ['\xc3\x84', '\xc3\x84'],
    ['a\xa0 b', 'a\xa0 b'],
  ],
  compressWhitespace: [
    ['a b', 'a b'],
    ['a \t\n\v\f\rb', 'a b'],
    ['\t', ' '],
    ['a\xa0\xa0b', 'a\xa0\xa0b'],
  ],
  decodeLayers: [
    ['plain text', 'plain text'],
    ['%253Cb%253E', '<b>'],
    ['\\u003cb\\u003e', '<b>'],
    ['\\x3cb', '<b'],
    ['&#x3c;b&gt;&lpar;', '<b>('],
    ['PHNjcmlwdD4=', '<script>'],
    ['PHNjcmlwdD4', '<script>'],
    ['password', 'password'],
    ['+ADw-b+AD4-', '<b>'],
    ['\xef\xbc\x9cb\xef\xbc\x9e', '<b>'],
    ['\xc0\xae\xc0\xae\xc0\xaf', '../'],
    ['\xc0\xae\xc4\xe3', '\xc0\xae\xc4\xe3'],
    ['..%u2215x', '../x'],
    ['C:\\users\\new', 'C:\\users\\new'],
    ['a+b%2bc', 'a b+c'],
    ["' + x%2b + '", "' + x+ + '"],
    ['4YSAJyBvciAnMSc9JzE=', "\xe1\x84\x80' or '1'='1"],
  ],
  cssDecode: [
    ['\\61 b', 'ab'],
    ['\\61\tb', 'ab'],
    ['\\61  b', 'a b'],
    ['\\000061b', 'ab'],
    ['\\6', '\x06'],
    ['\\161', 'a'],
    ['\\ff41 x', 'ax'],
    ['\\00ff41 x', 'ax'],
    ['\\01ff41', 'A'],
    ['\\0ff41', 'a'],
    ['\\zx\\\ny', 'zxy'],
    ['x\\', 'x'],
  ],
  escapeSeqDecode: [
    ['\\a\\b\\f\\n\\r\\t\\v', '\x07\b\f\n\r\t\v'],
    ['\\\\\\?\\\'\\"', '\\?\'"'],
    ['\\x41\\X41\\101\\60a\\0', 'AAA0a\0'],
    ['\\777', '\xff'],
    ['\\x4', 'x4'],
    ['\\8\\d', '8d'],
    ['x\\', 'x\\'],
  ],
  hexDecode: [
    ['', ''],
    ['4142', 'AB'],
    ['fFfe', '\xff\xfe'],
    ['414', 'A'],
    ['4', ''],
  ],
  hexEncode: [
    ['', ''],
    ['\0\xffA', '00ff41'],
  ],
  htmlEntityDecode: [
    ['&quot;&amp;&lt;&gt;', '"&<>'],
    ['&QUOT&AMP&LT&GT', '"&<>'],
    ['&nbsp;', '\xa0'],
    ['&#60;&#x3c;&#X3C', '<<<'],
    ['&#0000000000060;', '<'],
    ['&#x00000000000000003c;', '<'],
    ['&#316;&#x13c;', '<<'],
    ['&#99999999999999999999;', '\xff'],
    ['&apos;&ltx;&ampx', '&apos;&ltx;&ampx'],
    ['&#;&#x;&#xg&&', '&#;&#x;&#xg&&'],
    ['&', '&'],
    ['&#', '&#'],
    ['&#x', '&#x'],
    ['&&lt;', '&<'],
  ],
  jsDecode: [
    ['\\u0041\\x41\\101', 'AAA'],
    ['\\uff41\\uFF21', 'aA'],
    ['\\u0141', 'A'],
    ['\\u004', 'u004'],
    ['\\x4', 'x4'],
    ['\\400', ' 0'],
    ['\\377', '\xff'],
    ['\\18', '\x018'],
    ['\\n\\q\\\\', '\nq\\'],
    ['\\X41', 'X41'],
    ['x\\', 'x\\'],
  ],
  length: [
    ['', '0'],
    ['\0\xff', '2'],
  ],
  lowercase: [['AZ[@az\xc3\x84', 'az[@az\xc3\x84']],
  uppercase: [['AZ{`az\xc3\xa4\xff', 'AZ{`AZ\xc3\xa4\xff']],
  md5: [['abc', '\x90\x01\x50\x98\x3c\xd2\x4f\xb0\xd6\x96\x3f\x7d\x28\xe1\x7f\x72']],
  sha1: [['abc', '\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0\xd8\x9d']],
  normalizePath: [
    ['', ''],
    ['/', '/'],
    ['.', ''],
    ['./', ''],
    ['..', '..'],
    ['../', '../'],
    ['/a/b', '/a/b'],
    ['//a///b//', '/a/b/'],
    ['/a/./b/.', '/a/b'],
    ['/a/../../b', '/b'],
    ['/a/..', ''],
    ['/a/../', '/'],
    ['a/../../b', '../b'],
    ['a/../..', '..'],
    ['../a/..', '..'],
    ['/a\\..\\b', '/a\\..\\b'],
    ['/.htaccess', '/.htaccess'],
    ['/a../b', '/a../b'],
    ['a/../b/..', ''],
    ['/...', '/...'],
  ],
  normalizePathWin: [
    ['\\a\\..\\b', '/b'],
    ['\\\\a\\/b\\', '/a/b/'],
  ],
  parityEven7bit: [['\0a\xe1\x80', '\0\xe1a\x80']],
  parityOdd7bit: [['\0a\xe1\x80', '\x80a\xe1\0']],
  parityZero7bit: [['\xff\x80a', '\x7f\0a']],
  removeComments: [
    ['a/* b */c', 'ac'],
    ['a<!-- b -->c', 'ac'],
    ['a/* b -->c', 'ac'],
    ['a/* b', 'a '],
    ['a--b', 'a'],
    ['a#b', 'a'],
    ['/**/', '\0'],
    ['/**//**/', '/**/'],
    ['a-b*/', 'a-b*/'],
  ],
  removeCommentsChar: [
    ['/*a*/<!--b-->--c#d', 'abcd'],
    ['---->x', 'x'],
    ['a-b*c/', 'a-b*c/'],
  ],
  removeNulls: [['\0a\0', 'a']],
  replaceNulls: [['\0a\0', ' a ']],
  removeWhitespace: [
    [' \t\n\v\f\ra\xc2\xa0b\xa0', 'ab'],
    ['\xc3\x85', '\xc3\x85'],
  ],
  replaceComments: [
    ['a/*b*/c/*d', 'a c '],
    ['/*/x*/y', ' y'],
    ['/**//**/', '  '],
    ['*/a', '*/a'],
  ],
  sqlHexDecode: [
    ['0x4142', 'AB'],
    ['0X4', '0X4'],
    ['0x414', 'A4'],
    ['00x41', '0A'],
    ['0x0x41', '0xA'],
  ],
  trim: [
    [' \t\n\v\f\ra b ', 'a b'],
    ['\xa0a\xa0', '\xa0a\xa0'],
    ['  ', ''],
  ],
  trimLeft: [[' a ', 'a ']],
  trimRight: [[' a ', ' a']],
  urlDecode: [
    ['%41+%2b', 'A +'],
    ['%', '%'],
    ['%4', '%4'],
    ['%%41', '%A'],
    ['%zz%u0041', '%zz%u0041'],
    ['%00%ff', '\0\xff'],
  ],
  urlDecodeUni: [
    ['%u0041%U0041', 'AA'],
    ['%uff1c%uFF1E', '<>'],
    ['%u0141', 'A'],
    ['%u004', '%u004'],
    ['%u00zz%41', '%u00zzA'],
    ['%41+', 'A '],
    ['%uff00', '\0'],
  ],
  urlEncode: [['a-_.*~ ', 'a%2d%5f%2e*%7e+']],
  utf8toUnicode: [
    ['a\xc3\xa9', 'a%u00e9'],
    ['\xe2\x82\xac', '%u20ac'],
    ['\xf0\x9f\x98\x80', '%u1f600'],
    ['\xc0\xaf', '%u002f\xc0'],
    ['\xed\xa0\x80', '%ud800\xed'],
    ['\xc3a', 'a'],
    ['\x80', '\x80'],
    ['\xc3', ''],
    ['\xf5\x80\x80\x80', '\xf5%u140000'],
    ['a\0b\0', 'ab\0'],
  ],
};
VECTORS['normalisePath'] = VECTORS['normalizePath']!;
VECTORS['normalisePathWin'] = VECTORS['normalizePathWin']!;

t.test('every transformation gives what its vectors say', t => {
  let ran = 0;
  for (const [name, vectors] of Object.entries(VECTORS)) {
    const spec = TRANSFORMATIONS.get(name.toLowerCase());
    t.ok(spec, `${name} is registered`);
    for (const [input, output] of vectors) {
      t.equal(spec!.apply(input), output, `${name} ${JSON.stringify(input)}`);
      ran++;
    }
  }
  t.equal(Object.keys(VECTORS).length, TRANSFORMATIONS.size, 'none is without vectors');
  t.equal(ran, 207, 'all vectors ran');
  t.end();
});

t.test('every example in the registry is true', t => {
  for (const [key, spec] of TRANSFORMATIONS) {
    t.equal(key, spec.name.toLowerCase());
    t.equal(spec.apply(spec.example[0]), spec.example[1], spec.name);
    t.ok(spec.summary.length > 0);
  }
  t.notOk(TRANSFORMATIONS.has('none'), 't:none is the loader’s');
  t.end();
});

t.test('CVE-2026-30923: hexDecode of one digit', t => {
  t.equal(TRANSFORMATIONS.get('hexdecode')!.apply('f'), '');
  t.end();
});

t.test('CVE-2025-27110: zero-padded numeric entities', t => {
  const { apply } = TRANSFORMATIONS.get('htmlentitydecode')!;
  for (const zeros of [0, 1, 5, 40, 4000]) {
    t.equal(apply(`&#${'0'.repeat(zeros)}60;script`), '<script', `${zeros} zeros`);
    t.equal(apply(`&#x${'0'.repeat(zeros)}3c;script`), '<script', `${zeros} zeros, hexadecimal`);
  }
  t.end();
});
