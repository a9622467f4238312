import t from 'tap';
import { PASS, REASONS, RequestHead, Transaction, type Verdict } from '../../src/core/index.js';
import { answerFor, decide } from '../../src/decide/index.js';

function transaction(mode: 'block' | 'detect' | 'off'): Transaction {
  const head = new RequestHead('GET', '/', '1.1', []);
  const made = new Transaction('id-1', head, 0, 0, false, '127.0.0.1', 80);
  made.mode = mode;
  return made;
}

const rule: Verdict = { kind: 'block', status: 403, reason: 'rule', by: 942100 };

t.test('pass is PASS and leaves the record alone', async t => {
  const tx = transaction('detect');
  decide(tx, rule);
  t.equal(decide(tx, { kind: 'pass' }), PASS);
  t.equal(tx.verdict, rule);
});

t.test('a rule’s verdict by mode', async t => {
  const block = transaction('block');
  t.equal(decide(block, rule), rule);
  t.equal(block.verdict, rule);
  t.notOk(block.detectedOnly);

  const detect = transaction('detect');
  t.equal(decide(detect, rule), PASS);
  t.equal(detect.verdict, rule);
  t.ok(detect.detectedOnly);
  decide(detect, { kind: 'drop', reason: 'rule', by: 2 });
  t.equal(detect.verdict, rule, 'the first one is kept');

  const off = transaction('off');
  t.equal(decide(off, rule), PASS);
  t.equal(off.verdict, PASS);
  t.notOk(off.detectedOnly);
});

t.test('every reason but rule and fault is enforced in every mode', async t => {
  for (const reason of REASONS) {
    for (const mode of ['block', 'detect', 'off'] as const) {
      const tx = transaction(mode);
      const verdict: Verdict = { kind: 'drop', reason, by: 'x' };
      const enforced = mode === 'block' || (reason !== 'rule' && reason !== 'fault');
      t.equal(decide(tx, verdict), enforced ? verdict : PASS, `${reason} in ${mode}`);
    }
  }
});

t.test('an enforced verdict after a detected one replaces it', async t => {
  const tx = transaction('detect');
  decide(tx, rule);
  const limit: Verdict = { kind: 'block', status: 413, reason: 'body-limit', by: 'bodyLimit' };
  t.equal(decide(tx, limit), limit);
  t.equal(tx.verdict, limit);
  t.notOk(tx.detectedOnly);
});

t.test('answers of the other kinds', async t => {
  const tx = transaction('block');
  t.equal(answerFor(tx, PASS, undefined, undefined), null);
  t.equal(answerFor(tx, { kind: 'drop', reason: 'deny', by: 'x' }, undefined, undefined), null);
  const to = 'https://e.example/?q=a b\r\nSet-Cookie: x=1\xe3';
  const redirect = answerFor(
    tx,
    { kind: 'redirect', status: 302, to, reason: 'rule', by: 1 },
    undefined,
    undefined,
  );
  t.equal(redirect?.status, 302);
  t.equal(redirect?.headers.location, 'https://e.example/?q=a%20b%0D%0ASet-Cookie:%20x=1%E3');
  t.equal(redirect?.body.length, 0);
  t.equal(answerFor(tx, rule, 'application/json', undefined)?.status, 403);
});
