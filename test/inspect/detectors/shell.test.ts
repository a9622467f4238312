import fc from 'fast-check';
import t from 'tap';
import { describeShell } from '../../../src/inspect/detectors/shell/index.js';

const attacks: readonly (readonly [string, string])[] = [
  [';id', 'command alone behind a separator'],
  ['127.0.0.1;ls -la', 'command with arguments behind a separator'],
  ['8.8.8.8 | nslookup evil.example', 'command with arguments behind a separator'],
  ['a`id`', 'command alone behind a separator'],
  ['$(whoami)', 'command alone behind a separator'],
  [";w'h'o'a'm'i", 'command that quotes take apart'],
  [';who$@ami', 'command that quotes take apart'],
  [';cat$IFS$9/etc/passwd', 'command with arguments behind a separator'],
  ['{cat,/etc/passwd}', 'command with arguments behind a separator'],
  ['/bin/cat /etc/passwd', 'program by its path'],
  ['& dir c:\\', 'command with arguments behind a separator'],
  ['x\n/usr/bin/id', 'command alone behind a separator'],
];

const texts: readonly string[] = [
  'The cat sat on the mat; the dog ran away',
  'wget is a nice tool; curl is nicer',
  'one|two|three',
  'name|id|date',
  'a=1&cat=5&find=all',
  'Use `ls -la` and then `cat file.txt | grep foo`',
  '{\n  user {\n    id\n    name\n  }\n}',
  'https://example.com/?sort=a&id',
  'Tom & Jerry',
  'first line\nid\nlast line\nand more\nand more',
];

t.test('commands that a shell would run', async t => {
  for (const [text, reason] of attacks) t.equal(describeShell(text)?.reason, reason, JSON.stringify(text));
});

t.test('text that has separators and words of commands', async t => {
  for (const text of texts) t.equal(describeShell(text), null, JSON.stringify(text));
});

t.test('in the middle of text only where that is asked for', async t => {
  t.equal(describeShell('my holiday photos; cat /etc/passwd'), null);
  t.match(describeShell('my holiday photos; cat /etc/passwd', true), { command: 'cat', separator: ';' });
});

t.test('any bytes are read to an end, and what is found lies inside', async () => {
  const pieces = fc.array(
    fc.constantFrom(...';|&`$(){}<>\n\'"\\^/ '.split(''), 'cat', 'id', '$IFS', '${', 'x', '\xff', '-a'),
  );
  fc.assert(
    fc.property(pieces, fc.boolean(), (parts, anywhere) => {
      const text = parts.join('');
      const found = describeShell(text, anywhere);
      return found === null || (found.start >= 0 && found.start < found.end && found.end <= text.length);
    }),
    { numRuns: 3000 },
  );
});
