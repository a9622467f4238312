import t from 'tap';
import { XPathSelector, xpathSelector } from '../../../src/inspect/xpath/index.js';
import { parseBody } from '../../../src/parse/index.js';
import { LIMITS, utf8 } from '../../parse/limits.js';

const NAMESPACES = {
  owner: 'this rule',
  uris: new Map([
    ['s', 'http://a/soap'],
    ['x', 'http://a/x'],
  ]),
};

function treeOf(body: string, type = 'text/xml', limits = LIMITS) {
  const document = parseBody('XML', Buffer.from(body, 'latin1'), type, limits).xmlDocument?.();
  if (document === undefined) throw new Error('no tree');
  return document;
}

function select(path: string, body: string): string[] {
  const selector = xpathSelector(path, NAMESPACES);
  if (!(selector instanceof XPathSelector)) throw new Error(`${path} is no path of its own`);
  return selector.values(treeOf(body));
}

const SHOP =
  '<shop><item id="1" x="9"><name>tea</name><price>3</price></item><item id="2"><name>rice</name>' +
  '<box><item id="3"><name>salt</name></item></box></item>end</shop>';

t.test('what each form selects, as XPath 1.0 has it', async t => {
  for (const [path, values] of [
    ['/shop', ['tea3ricesaltend']],
    ['/shop/item', ['tea3', 'ricesalt']],
    ['/shop/item/name', ['tea', 'rice']],
    ['/item', []],
    ['/shop/*', ['tea3', 'ricesalt']],
    ['//item', ['tea3', 'ricesalt', 'salt']],
    ['//item//name', ['tea', 'rice', 'salt']],
    ['/shop//item/name', ['tea', 'rice', 'salt']],
    ['//name/text()', ['tea', 'rice', 'salt']],
    ['/shop/text()', ['end']],
    ['//text()', ['tea', '3', 'rice', 'salt', 'end']],
    ['//item/@id', ['1', '2', '3']],
    ['/shop/item/@id', ['1', '2']],
    ['//@x', ['9']],
    ['//item/@*', ['1', '9', '2', '3']],
    ['/shop/item[1]/name', ['tea']],
    ['/shop/item[2]/@id', ['2']],
    ['/shop/item[3]', []],
    ['//item[1]/@id', ['1', '3']],
    ['/shop/item[last()]/@id', ['2']],
    ['/shop/item[ position() = 2 ]/@id', ['2']],
    ['//item[@x]/@id', ['1']],
    ["//item[@id='3']/name", ['salt']],
    ['//item[@id="2"]/name', ['rice']],
    ['//item[price]/@id', ['1']],
    ["//item[name='rice']/@id", ['2']],
    ["//item[name = 'ric']/@id", []],
    ["//name[text()='salt']", ['salt']],
    ["//*[local-name()='price']", ['3']],
    ['//item[name][2]/@id', ['2']],
    ['//item[2][name]/@id', ['2']],
    ["//item[@id='2'][1]/@id", ['2']],
    ['//name[last()]/text()[1]', ['tea', 'rice', 'salt']],
  ] as const) {
    t.strictSame(select(path, SHOP), values, path);
  }
});

t.test('namespaces are those of the URI, whatever prefix the document uses', async t => {
  const body =
    '<e:Envelope xmlns:e="http://a/soap"><e:Body><q xmlns="http://a/x" e:n="1" n="2">attack</q><q>plain</q></e:Body></e:Envelope>';
  for (const [path, values] of [
    ['/s:Envelope/s:Body/x:q', ['attack']],
    ['/s:Envelope/s:Body/q', ['plain']],
    ['//x:*/text()', ['attack']],
    ['//x:q/@s:n', ['1']],
    ['//x:q/@n', ['2']],
    ['//x:q/@*', ['1', '2']],
    ['/Envelope', []],
    ["//*[local-name()='q']", ['attack', 'plain']],
    ['//s:Body/*[2]', ['plain']],
  ] as const) {
    t.strictSame(select(path, body), values, path);
  }
});

t.test('text() holds what an application reads in one piece: CDATA, references, around comments', async t => {
  t.strictSame(select('/a/text()', '<a>un<!-- -->ion<![CDATA[ sel]]>ec&#116;<b/>more</a>'), [
    'union select',
    'more',
  ]);
  t.strictSame(select('/a/b', '<a>\n<b>1\r\n2</b>\n</a>'), ['1\n2']);
  t.strictSame(select(`/${utf8('名')}/@${utf8('値')}`, `<${utf8('名')} ${utf8('値')}="${utf8('é')}"/>`), [
    utf8('é'),
  ]);
});

t.test('what was read before a mistake is selected; what follows is not', async t => {
  t.strictSame(select('//b', '<a><b>1</b><b>2</c><b>3</b></a>'), ['1', '2']);
  t.strictSame(select('//b', ''), []);
  t.strictSame(select('//x', 'no xml'), []);
});

t.test('what is outside the subset is refused with what would be right', async t => {
  for (const path of [
    'a/b',
    '/',
    '//',
    '/a/',
    '/a//',
    '///a',
    '/a/@b/c',
    '/a/text()/b',
    '/a/@b[1]',
    '/a/..',
    '/a/./b',
    '/a[0]',
    '/a[-1]',
    '/a[b/c]',
    "/a[contains(b,'x')]",
    '/a[@b=1]',
    '/a[1',
    '/child::a',
    '/descendant::a',
    'count(//a)',
    '/a/node()',
    '/a/comment()',
    '/a[@b and @c]',
    '/a /b',
    "/a/text()['x']",
    '/a/text()[@b]',
  ]) {
    t.throws(() => xpathSelector(path, NAMESPACES), /not supported at.*; write an absolute path/, path);
  }
  t.throws(() => xpathSelector('/y:a', NAMESPACES), /has the prefix y, which no xmlns.*xmlns:y=URI/);
  t.throws(() => xpathSelector('/a/y:*', NAMESPACES), /prefix y/);
  t.throws(() => xpathSelector('/a'.repeat(33), NAMESPACES), /up to 32 steps/);
  t.throws(() => xpathSelector(`/a${'[1]'.repeat(9)}`, NAMESPACES), /up to 8 predicates/);
});

t.test('a document of nested elements cannot make the values grow without bound', async t => {
  const nested = (depth: number, text: string) => `${'<a>'.repeat(depth)}${text}${'</a>'.repeat(depth)}`;
  const limits = { ...LIMITS, depth: 2000 };
  const selector = xpathSelector('//a', NAMESPACES) as XPathSelector;
  t.equal(selector.values(treeOf(nested(10, 'x'.repeat(200_000)), 'text/xml', limits)).length, 10);
  t.throws(
    () => selector.values(treeOf(nested(40, 'x'.repeat(200_000)), 'text/xml', limits)),
    /gives more than 3200000 bytes/,
  );
});
