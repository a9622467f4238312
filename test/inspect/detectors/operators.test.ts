import t from 'tap';
import { operator } from '../operators/scope.js';

t.test('@detectSQLi captures the fingerprint', async t => {
  t.same(operator('detectSQLi', '', { capturing: true })("1' or '1'='1"), {
    matched: true,
    captured: ['s&s=s'],
  });
  t.same(operator('detectSQLi', '')("1' or '1'='1"), { matched: true, captured: null });
  t.same(operator('detectSQLi', '', { capturing: true })("O'Brien"), { matched: false, captured: null });
});

t.test('@detectXSS captures the text that decided', async t => {
  t.same(operator('detectXSS', '', { capturing: true })('a<b onclick=x>'), {
    matched: true,
    captured: ['onclick'],
  });
  t.same(operator('detectXSS', '')('a<b onclick=x>'), { matched: true, captured: null });
  t.same(operator('detectXSS', '', { capturing: true })('a < b'), { matched: false, captured: null });
});
