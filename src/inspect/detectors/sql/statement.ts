import type { Lexer } from './lexer.js';
import { endsClause } from './query.js';
import { Token } from './token.js';

const objects = new Set([
  'table',
  'database',
  'schema',
  'user',
  'view',
  'index',
  'procedure',
  'proc',
  'function',
  'trigger',
  'login',
  'role',
  'sequence',
  'column',
  'event',
  'type',
  'extension',
]);
const objectModifiers = new Set(['temporary', 'temp', 'unique', 'or', 'replace', 'global', 'materialized']);

/**
 * Whether the word at `index` is followed by what makes it a statement: "drop by" and "update your profile" are none.
 * Reads at most eight tokens ahead.
 * @param isFirst true when nothing stands before it in the value, which makes prose likely
 */
export function isStatement(lexer: Lexer, index: number, isFirst: boolean): boolean {
  const next = lexer.kind(index + 1);
  const word = lexer.word(index + 1);
  switch (lexer.word(index)) {
    case 'drop':
    case 'create':
    case 'alter':
    case 'truncate':
    case 'rename':
      return isDefinition(lexer, index + 1, lexer.word(index) === 'truncate' && !isFirst);
    case 'insert':
    case 'replace':
    case 'merge': {
      const at = word === 'into' ? index + 2 : index + 1;
      const after = lexer.kind(at + 1);
      const verb = lexer.word(at + 1);
      if (lexer.kind(at) !== Token.Name || (at === index + 1 && isFirst)) return false;
      return (
        after === Token.Open ||
        after === Token.Select ||
        verb === 'values' ||
        verb === 'set' ||
        verb === 'using'
      );
    }
    case 'update':
      if (next !== Token.Name) return false;
      for (let at = index + 2; at < index + 5; at++) {
        if (lexer.word(at) === 'set') return lexer.word(at + 2) === '=' || lexer.word(at + 2) === ':=';
      }
      return false;
    case 'delete':
      if (word !== 'from' || lexer.kind(index + 2) !== Token.Name) return false;
      return isFirst
        ? lexer.word(index + 3) === 'where' || endsClause(lexer, index + 3)
        : endsClause(lexer, index + 3) || endsStatement(lexer, index + 3);
    case 'exec':
    case 'execute':
    case 'call':
      return isExecution(lexer, index + 1, isFirst);
    case 'declare':
      return next === Token.Variable;
    case 'waitfor':
      return (word === 'delay' || word === 'time') && isLiteral(lexer.kind(index + 2));
    case 'grant':
    case 'revoke': {
      const at = lexer.word(index + 2) === 'privileges' ? index + 3 : index + 2;
      return (
        lexer.word(at) === 'on' || (!isFirst && (lexer.word(at) === 'to' || lexer.kind(at) === Token.Comma))
      );
    }
    case 'shutdown':
      return !isFirst && (endsStatement(lexer, index + 1) || word === 'with');
    case 'load':
      return (word === 'data' || word === 'xml') && !isFirst;
    case 'copy':
      return (
        next === Token.Name &&
        (lexer.word(index + 2) === 'from' || lexer.word(index + 2) === 'to') &&
        (lexer.kind(index + 3) === Token.String || lexer.word(index + 3) === 'program')
      );
    case 'backup':
    case 'restore':
      return word === 'database' || word === 'log';
    case 'attach':
      return word === 'database';
    case 'prepare':
      return next === Token.Name && lexer.word(index + 2) === 'from' && isLiteral(lexer.kind(index + 3));
    case 'handler':
      return next === Token.Name && lexer.word(index + 2) === 'open';
    case 'bulk':
      return word === 'insert';
    case 'dbcc':
    case 'kill':
      return (
        !isFirst &&
        (next === Token.Name || next === Token.Number) &&
        (endsStatement(lexer, index + 2) || lexer.kind(index + 2) === Token.Open)
      );
    case 'reconfigure':
      return !isFirst && (endsStatement(lexer, index + 1) || word === 'with');
    default:
      return false;
  }
}

function isLiteral(kind: Token): boolean {
  return kind === Token.String || kind === Token.Variable || kind === Token.Number;
}

/** `table x`, `or replace view x`, `user x identified …`: an object word, a name, and an end a statement may have. */
function isDefinition(lexer: Lexer, from: number, isObjectOptional: boolean): boolean {
  let at = from;
  while (at < from + 3 && objectModifiers.has(lexer.word(at))) at++;
  if (objects.has(lexer.word(at))) at++;
  else if (!isObjectOptional) return false;
  if (lexer.word(at) === 'if') at += lexer.kind(at + 1) === Token.Not ? 3 : 2;
  const kind = lexer.kind(at);
  const isNamed = kind === Token.Name || kind === Token.Function;
  if (!isNamed && (kind !== Token.String || at === from)) return false;
  const next = lexer.kind(at + 1);
  const isProse = next === Token.Name || next === Token.Word || next === Token.Unknown;
  return !isProse || definitionWords.has(lexer.word(at + 1));
}

const definitionWords: ReadonlySet<string> = new Set([
  'identified',
  'cascade',
  'restrict',
  'add',
  'modify',
  'rename',
  'as',
  'with',
  'begin',
  'character',
  'default',
  'returns',
]);

function isExecution(lexer: Lexer, at: number, isFirst: boolean): boolean {
  const kind = lexer.kind(at);
  const word = lexer.word(at);
  const after = lexer.kind(at + 1);
  if (kind === Token.Variable || kind === Token.Danger) return true;
  if (kind === Token.Open) return after === Token.Variable || (after === Token.String && !isFirst);
  if (kind !== Token.Name && kind !== Token.Function) return false;
  if (word === 'immediate') return isLiteral(after);
  if (/^(?:master\.|xp_|sp_|dbms_|msdb\.|sys\.)/.test(word)) return true;
  return (
    !isFirst &&
    (isLiteral(after) || after === Token.Open || (endsStatement(lexer, at + 1) && word.includes('.')))
  );
}

function endsStatement(lexer: Lexer, at: number): boolean {
  const kind = lexer.kind(at);
  return kind === Token.End || kind === Token.Semicolon || kind === Token.Comment;
}
