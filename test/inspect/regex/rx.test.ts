import t from 'tap';
import type { CompileEnvironment, Macro, OperatorScope } from '../../../src/inspect/contract.js';
import { OperatorError } from '../../../src/inspect/contract.js';
import { rx } from '../../../src/inspect/operators/rx.js';
import { rxGlobal } from '../../../src/inspect/operators/rx-global.js';
import { Value } from '../../../src/inspect/value.js';

const environment: CompileEnvironment = {
  readFile: () => {
    throw new Error('not read');
  },
};

class Scope implements OperatorScope {
  captured: readonly (string | undefined)[] | null = null;
  constructor(
    readonly capturing: boolean,
    readonly text = '',
  ) {}
  capture(groups: readonly (string | undefined)[]): void {
    this.captured = groups;
  }
  geoLookup(): boolean {
    return false;
  }
  macroValue(): string | null {
    return this.text;
  }
}

const fixed = (source: string): Macro => ({ source, isStatic: true, expand: () => source });
const expanding = (before: string): Macro => ({
  source: `${before}%{TX.x}`,
  isStatic: false,
  expand: scope => before + (scope.macroValue('TX', 'x') ?? ''),
});

t.test('rx', async t => {
  const operator = rx.compile(fixed('(\\w+)=(\\d)?(z)?'), environment);
  const scope = new Scope(true);
  t.ok(operator(new Value('?a=1'), scope));
  t.same(scope.captured, ['a=1', 'a', '1', undefined]);
  t.notOk(operator(new Value('a'), new Scope(true)));
  t.ok(operator(new Value('a='), new Scope(false)));
  t.ok(rx.compile(fixed(''), environment)(new Value(''), new Scope(false)), 'an empty pattern matches');
  t.throws(() => rx.compile(fixed('('), environment), OperatorError);
});

t.test('rx keeps TX:0 to TX:9 and no more', async t => {
  const scope = new Scope(true);
  rx.compile(fixed('(.)'.repeat(12)), environment)(new Value('abcdefghijkl'), scope);
  t.equal(scope.captured?.length, 10);
});

t.test('rx with a macro compiles what it expands to, and a pattern that is none is a fault', async t => {
  const operator = rx.compile(expanding('^a'), environment);
  t.ok(operator(new Value('ab'), new Scope(false, 'b$')));
  t.notOk(operator(new Value('ab'), new Scope(false, 'c')));
  t.ok(operator(new Value('ab'), new Scope(false, 'b$')));
  t.throws(() => operator(new Value('ab'), new Scope(false, '(')), OperatorError);
  t.throws(() => operator(new Value('ab'), new Scope(false, 'b'.repeat(5000))), RangeError);
  for (let i = 0; i < 100; i++) t.notOk(operator(new Value('ab'), new Scope(false, `x${i}`)));
});

t.test('rxGlobal: a later match replaces the groups of an earlier one', async t => {
  const operator = rxGlobal.compile(fixed('(a)|(b.)'), environment);
  const scope = new Scope(true);
  t.ok(operator(new Value('a bc bd'), scope));
  t.same(scope.captured, ['bd', 'a', 'bd']);
  t.ok(operator(new Value('a'), new Scope(false)));
  t.notOk(operator(new Value('x'), new Scope(true)));
});
