import t from 'tap';
import { describeXss, isXss } from '../../../src/inspect/detectors/html/index.js';
import { vectors } from './support.js';

t.test('attacks are found', async t => {
  const values = vectors('xss-attack');
  t.ok(values.length > 120, `${values.length} vectors were read`);
  t.same(
    values.filter(value => !isXss(value)),
    [],
  );
});

t.test('ordinary values are let through', async t => {
  const values = vectors('xss-benign');
  t.ok(values.length > 95, `${values.length} vectors were read`);
  t.same(
    values.filter(value => isXss(value)),
    [],
  );
});

t.test('a finding says where, why and by which text', async t => {
  const cases: readonly [value: string, context: string, reason: string, text: string][] = [
    ['a<script>', 'data', 'element that runs scripts or loads documents', 'script'],
    ['<svg:script src=x>', 'data', 'element that runs scripts or loads documents', 'svg:script'],
    ['<b onclick=x>', 'data', 'event handler', 'onclick'],
    ['x onclick=y', 'unquoted', 'event handler', 'onclick'],
    ["'onclick='y", 'single', 'event handler', 'onclick'],
    ['"onclick=y', 'double', 'event handler', 'onclick'],
    ['`onclick=y', 'backquote', 'event handler', 'onclick'],
    ['<iframe srcdoc=x>', 'data', 'element that runs scripts or loads documents', 'iframe'],
    ['<a href=javascript:x()>', 'data', 'script URL', 'javascript:x()'],
    ['<a href=data:text/html,x>', 'data', 'data URL', 'data:text/html,x'],
    ['<p style="width:e\\78 pression(x)">', 'data', 'style with code', 'width:e\\78 pression(x)'],
    ['<set attributeName=onclick>', 'data', 'animated attribute', 'onclick'],
    ['<meta http-equiv=refresh>', 'data', 'attribute that loads a document', 'http-equiv'],
    ['<!DOCTYPE x>', 'data', 'document type or entity', 'DOCTYPE x>'],
    ['<?import x>', 'data', 'processing instruction', 'import x>'],
    ['<!--[if IE]>', 'data', 'conditional comment', '[if IE]>'],
    ['javascript:x()', 'double', 'script URL', 'javascript:x()'],
    ['<x:p xmlns:x="http://www.w3.org/1999/xhtml">', 'data', 'namespace', 'http://www.w3.org/1999/xhtml'],
  ];
  for (const [value, context, reason, text] of cases)
    t.same(describeXss(value), { context, reason, text }, value);
});

t.test('the tokenizer follows the standard where filters go wrong', async t => {
  t.notOk(isXss('<img/src=x/onerror=alert(1)>'), 'a slash does not end an unquoted value');
  t.ok(isXss("<img src='x'onerror=alert(1)>"), 'a name may touch the quote before it');
  t.ok(isXss('<img/onerror=alert(1)>'), 'a slash separates');
  t.ok(isXss('<a title="</textarea><script>x</script>">'), 'what is a value here may be text there');
  t.ok(isXss('<!-- </textarea><script>x</script> -->'));
  t.notOk(isXss('< script>'), 'a space makes it text');
  t.notOk(isXss('</script>'));
});

t.test('character references and control characters do not hide a scheme', async t => {
  for (const href of [
    '&#106;avascript',
    '&#x6A;avascript',
    '&#0000000000106avascript',
    'java&Tab;script',
    ' \x01javascript',
  ]) {
    t.ok(isXss(`<a href="${href}:alert(1)">`), href);
  }
  t.notOk(isXss('<a href="xjavascript:alert(1)">'));
});
