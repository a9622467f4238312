import type { Pattern } from './ast.js';
import { BacktrackStack } from './backtrack-stack.js';
import { ASSERTIONS, compileProgram, Op, type Program } from './program.js';

/** The matcher gave up before it knew: neither "match" nor "no match", but a fault. */
export class MatchLimitError extends Error {
  constructor(readonly pattern: string) {
    super(`the regular expression took more than its limit of steps: ${pattern.slice(0, 200)}`);
    this.name = 'MatchLimitError';
  }
}

/**
 * Steps for a subject: 100,000 and 50 for each byte, at most 10,000,000 (PCRE2's own default limit). A step is one
 * instruction, or one byte of a run such as `.*`: about 5 to 10 ns, so that a value costs at most about 0.1 s.
 */
export function stepLimit(bytes: number): number {
  return Math.min(100_000 + 50 * bytes, 10_000_000);
}

/** Steps left; shared by all searches of one subject. */
export interface Budget {
  left: number;
}

/**
 * A backtracking matcher over bytes, in PCRE's order of preference, for what RE2 cannot do. It keeps its own stack
 * (no recursion), and the number of its steps is bounded.
 */
export class Matcher {
  readonly #program: Program;
  readonly #slots: Int32Array;
  /** Bytes of the unbounded run that every match may begin with, as in `\s*x`; null where there is none. */
  readonly #leading: Uint8Array | null;
  /** By set, where a run of it was seen last in the subject at hand: many attempts begin inside one run. */
  readonly #runFrom: Int32Array;
  readonly #runTo: Int32Array;

  constructor(private readonly pattern: Pattern) {
    this.#program = compileProgram(pattern);
    this.#slots = new Int32Array(this.#program.slots);
    this.#leading = leadingRun(this.#program);
    this.#runFrom = new Int32Array(this.#program.sets.length);
    this.#runTo = new Int32Array(this.#program.sets.length);
  }

  /**
   * The first match at or after `start`.
   * @param notEmptyAtStart passes over an empty match at `start` itself
   * @returns offsets of start and end, for the match and each group; -1 for a group that took no part
   * @throws MatchLimitError when the budget is used up
   */
  exec(subject: Uint8Array, start: number, budget: Budget, notEmptyAtStart = false): Int32Array | null {
    const { firstBytes, anchored, groups } = this.#program;
    const leading = this.#leading;
    this.#runTo.fill(-1);
    const last = anchored ? start : subject.length;
    for (let at = start; at <= last; at++) {
      if (firstBytes !== null) {
        while (at < subject.length && firstBytes[subject[at]!] === 0) at++;
        if (at >= subject.length || at > last) return null;
      }
      if (this.#run(subject, start, at, budget, notEmptyAtStart))
        return this.#slots.slice(0, 2 * (groups + 1));
      // What would begin inside the run that was tried, or right behind it, was tried with it: a long run would
      // otherwise cost the square of its length.
      if (leading !== null) while (at < subject.length && leading[subject[at]!] === 1) at++;
    }
    return null;
  }

  #run(
    subject: Uint8Array,
    searchStart: number,
    start: number,
    budget: Budget,
    notEmptyAtStart: boolean,
  ): boolean {
    const { code, sets, counts } = this.#program;
    const slots = this.#slots;
    const runFrom = this.#runFrom;
    const runTo = this.#runTo;
    const stack = BacktrackStack.shared;
    const length = subject.length;
    slots.fill(-1);
    slots[0] = start;
    stack.clear();
    let steps = budget.left;
    let position = start;
    let pc = 0;
    for (;;) {
      if (--steps < 0) this.#giveUp(budget);
      let matched = true;
      const a = code[pc + 1]!;
      switch (code[pc]) {
        case Op.Byte:
          matched = position < length && subject[position] === a;
          if (matched) position++;
          pc += 4;
          break;
        case Op.Set:
          matched = position < length && sets[a]![subject[position]!] === 1;
          if (matched) position++;
          pc += 4;
          break;
        case Op.Split:
          if (!stack.pushChoice(code[pc + 2]!, position)) this.#giveUp(budget);
          pc = a;
          break;
        case Op.Jump:
          pc = a;
          break;
        case Op.Save:
          if (!stack.set(slots, a, position)) this.#giveUp(budget);
          pc += 4;
          break;
        case Op.Capture:
          if (!stack.set(slots, 2 * a, slots[code[pc + 2]!]!) || !stack.set(slots, 2 * a + 1, position)) {
            this.#giveUp(budget);
          }
          pc += 4;
          break;
        case Op.Assert:
          matched = holds(a, subject, position, searchStart);
          pc += 4;
          break;
        case Op.Backreference: {
          const from = slots[2 * a]!;
          const size = slots[2 * a + 1]! - from;
          const same = from < 0 ? -1 : sameBytes(subject, from, position, size, code[pc + 2] === 1);
          matched = same === size;
          if (matched) position += size;
          steps -= Math.max(0, same);
          pc += 4;
          break;
        }
        case Op.Run: {
          const set = sets[a]!;
          const { min, max } = counts[code[pc + 2]!]!;
          const mode = code[pc + 3]!;
          const least = position + min;
          const most = Math.min(length, position + max);
          const wanted = mode === 1 ? Math.min(least, length) : most;
          const begun = position;
          const isWhole = wanted === length && mode !== 1;
          if (isWhole && position < runTo[a]! && position >= runFrom[a]!) position = runTo[a]!;
          else {
            while (position < wanted && set[subject[position]!] === 1) position++;
            steps -= position - begun;
            if (isWhole) {
              runFrom[a] = begun;
              runTo[a] = position;
            }
          }
          matched = position >= least;
          pc += 4;
          if (matched && mode === 0 && position > least) {
            if (!stack.pushGreedyRun(pc, position, least)) this.#giveUp(budget);
          } else if (matched && mode === 1 && position < most) {
            if (!stack.pushLazyRun(pc, position, most)) this.#giveUp(budget);
          }
          break;
        }
        case Op.LoopStart:
          if (!stack.set(slots, a, 0) || !stack.set(slots, a + 1, -1)) this.#giveUp(budget);
          pc += 4;
          break;
        case Op.Loop: {
          const { min, max, lazy } = counts[code[pc + 2]!]!;
          const exit = code[pc + 3]!;
          const done = slots[a]!;
          // A turn that took nothing ends the loop: another would take nothing either.
          const mayLeave = done >= min;
          if (mayLeave && (done >= max || slots[a + 1] === position)) {
            pc = exit;
            break;
          }
          if (mayLeave && lazy) {
            // Its turn begins when this choice is taken: `Loop` is not run again, so the turn is entered here.
            if (!stack.pushLazyTurn(pc, position)) this.#giveUp(budget);
            pc = exit;
            break;
          }
          if (mayLeave && !stack.pushChoice(exit, position)) this.#giveUp(budget);
          if (!stack.set(slots, a, done + 1) || !stack.set(slots, a + 1, position)) this.#giveUp(budget);
          pc += 4;
          break;
        }
        case Op.Mark:
          if (!stack.set(slots, a, stack.height + 1)) this.#giveUp(budget);
          pc += 4;
          break;
        case Op.Commit:
          steps -= stack.forgetChoices(slots[a]!);
          pc += 4;
          break;
        case Op.Restore:
          position = slots[a]!;
          pc += 4;
          break;
        case Op.Refuse:
          steps -= stack.unwind(slots[a]!, slots);
          matched = false;
          break;
        case Op.Back:
          matched = position >= a;
          position -= a;
          pc += 4;
          break;
        case Op.Match:
          matched = !(notEmptyAtStart && position === searchStart && slots[0] === position);
          if (matched) {
            slots[1] = position;
            budget.left = steps;
            return true;
          }
          break;
        default:
          matched = false;
      }
      if (matched) continue;
      const choice = stack.backtrack(slots, subject, code, sets);
      if (choice < 0) {
        budget.left = steps;
        return false;
      }
      pc = choice;
      position = stack.position;
      if (stack.entersTurn) {
        const slot = code[pc + 1]!;
        if (!stack.set(slots, slot, slots[slot]! + 1) || !stack.set(slots, slot + 1, position))
          this.#giveUp(budget);
        pc += 4;
      }
    }
  }

  #giveUp(budget: Budget): never {
    budget.left = 0;
    throw new MatchLimitError(this.pattern.source);
  }
}

function leadingRun({ code, sets, counts }: Program): Uint8Array | null {
  if (code[0] !== Op.Run) return null;
  const { min, max } = counts[code[2]!]!;
  return min === 0 && max === Number.POSITIVE_INFINITY ? sets[code[1]!]! : null;
}

function holds(index: number, subject: Uint8Array, position: number, searchStart: number): boolean {
  const { length } = subject;
  switch (ASSERTIONS[index]!) {
    case 'line-start':
      return position === 0 || (position < length && subject[position - 1] === 0x0a);
    case 'line-end':
      return position === length || subject[position] === 0x0a;
    case 'text-start':
      return position === 0;
    case 'text-end':
      return position === length;
    case 'text-end-or-newline':
      return position === length || (position === length - 1 && subject[position] === 0x0a);
    case 'search-start':
      return position === searchStart;
    case 'word-boundary':
      return isWord(subject, position - 1) !== isWord(subject, position);
    case 'no-word-boundary':
      return isWord(subject, position - 1) === isWord(subject, position);
  }
}

function isWord(subject: Uint8Array, position: number): boolean {
  const byte = subject[position];
  if (byte === undefined) return false;
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f
  );
}

/** How many bytes are the same; all of them when it is `size`. -1 where so many bytes are not left. */
function sameBytes(subject: Uint8Array, from: number, at: number, size: number, caseless: boolean): number {
  if (at + size > subject.length) return -1;
  for (let i = 0; i < size; i++) {
    const [x, y] = [subject[from + i]!, subject[at + i]!];
    if (x === y) continue;
    const lower = x | 0x20;
    if (!caseless || lower !== (y | 0x20) || lower < 0x61 || lower > 0x7a) return i;
  }
  return size;
}
