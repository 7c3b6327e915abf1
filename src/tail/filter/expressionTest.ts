import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { messageOf } from '../../base/errors.ts';
import {
  EXPRESSION_CLOCK_EVERY,
  EXPRESSION_MS_MAX,
  EXPRESSION_NODES_MAX,
  EXPRESSION_STEPS_MAX,
} from '../limits.ts';
import type { Candidate } from './candidate.ts';
import { ConditionError, type RecordTest } from './recordTest.ts';
import { safePattern } from './safePattern.ts';
import { Undecided } from './undecided.ts';

/**
 * An expression in CEL, the Common Expression Language of Google's APIs: without loops or side
 * effects, and interpreted, never turned into JavaScript, so that it is safe in a workspace that
 * nobody trusts. `data` is the JSON value, or the text of what is not JSON. Throws `ConditionError`.
 */
export function expressionTest(
  expression: string,
  nowMs: () => number = () => performance.now(),
): RecordTest {
  const patterns = new Map<string, (text: string) => boolean>();
  const patience = new LoopPatience(nowMs);
  const environment = makeEnvironment(patterns, patience);
  const source = withSafePatterns(expression, parse(environment, expression).ast, patterns);
  const program = parse(environment, source);
  const checked = program.check();
  if (!checked.valid) throw conditionError(checked.error, 'This expression is wrong');
  if (checked.type !== 'bool' && checked.type !== 'dyn') {
    throw new ConditionError(`The expression gives ${checked.type ?? '?'}, not true or false.`);
  }
  const work = workOf(program.ast);
  return {
    cost: 'value',
    holds: (candidate) => {
      checkWork(work, candidate);
      patience.begin(work.power > 0);
      return isTrue(() => program(variablesOf(candidate, patience)) as unknown);
    },
  };
}

/**
 * Ends the loops of an expression that take too long with one record. A loop of CEL goes on after an
 * error, as another element may decide it; so from then on every step fails, and none does anything.
 */
class LoopPatience {
  private readonly nowMs: () => number;
  private endMs = Number.POSITIVE_INFINITY;
  private steps = 0;
  private isOver = false;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** Without loops an expression takes no longer than its few parts do. */
  begin(hasLoops: boolean): void {
    this.endMs = hasLoops ? this.nowMs() + EXPRESSION_MS_MAX : Number.POSITIVE_INFINITY;
    this.isOver = false;
  }

  /** To be called for each thing that can take long. */
  step(): void {
    if (this.endMs === Number.POSITIVE_INFINITY) return;
    if (++this.steps % EXPRESSION_CLOCK_EVERY === 0) this.isOver ||= this.nowMs() > this.endMs;
    if (this.isOver) {
      throw new Undecided('The loops of this expression take too long with this data.');
    }
  }
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** Numbers of JSON are doubles to CEL, which has no `1.5 + 1`; a person who writes it expects 2.5. */
function makeEnvironment(
  patterns: ReadonlyMap<string, (text: string) => boolean>,
  patience: LoopPatience,
): Environment {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: EXPRESSION_NODES_MAX, maxDepth: 50 },
  });
  environment
    .registerVariable('data', 'dyn')
    .registerVariable('key', 'string')
    .registerVariable('shard', 'string')
    .registerVariable('sequenceNumber', 'string')
    .registerVariable('time', 'google.protobuf.Timestamp')
    .registerVariable('size', 'int');
  for (const [sign, compute] of Object.entries(ARITHMETIC)) {
    const handler = (left: number | bigint, right: number | bigint): number =>
      compute(Number(left), Number(right));
    environment.registerOperator(`double ${sign} int`, handler);
    environment.registerOperator(`int ${sign} double`, handler);
  }
  environment.registerFunction(
    `string.${SAFE_MATCHES}(string): bool`,
    (text: string, pattern: string) => {
      patience.step();
      return patterns.get(pattern)?.(text) ?? false;
    },
  );
  return environment;
}

function variablesOf(candidate: Candidate, patience: LoopPatience): Record<string, unknown> {
  return {
    // Read when the expression asks: most look at little.
    get data() {
      patience.step();
      return candidate.value ?? candidate.text;
    },
    get key() {
      return candidate.partitionKey;
    },
    get shard() {
      return candidate.shardId;
    },
    get sequenceNumber() {
      return candidate.sequenceNumber;
    },
    get time() {
      return new Date(candidate.arrivalMs);
    },
    get size() {
      return BigInt(candidate.bytes);
    },
  };
}

function isTrue(evaluate: () => unknown): boolean {
  let result: unknown;
  try {
    result = evaluate();
  } catch (error) {
    if (error instanceof Undecided) throw error;
    throw new Undecided(summaryOf(error));
  }
  if (typeof result === 'boolean') return result;
  throw new Undecided('The expression gives neither true nor false.');
}

type Program = ReturnType<Environment['parse']>;

function parse(environment: Environment, source: string): Program {
  try {
    return environment.parse(source);
  } catch (error) {
    throw conditionError(error, 'This is no expression');
  }
}

function conditionError(error: unknown, start: string): ConditionError {
  const range = isObject(error) && isObject(error['range']) ? error['range'] : {};
  const position = range['start'];
  const place = typeof position === 'number' ? ` at character ${position + 1}` : '';
  return new ConditionError(
    `${start}: ${summaryOf(error)}${place}.`,
    typeof position === 'number' ? position : undefined,
  );
}

/** The library's messages repeat the source below the sentence; their summary does not. */
function summaryOf(error: unknown): string {
  const summary = isObject(error) ? error['summary'] : undefined;
  return typeof summary === 'string' ? summary : messageOf(error);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** As long as `matches`, so that positions stay; the library's own uses patterns that can hang. */
const SAFE_MATCHES = 're2test';

function withSafePatterns(
  source: string,
  ast: ASTNode,
  patterns: Map<string, (text: string) => boolean>,
): string {
  let safe = source;
  for (const node of nodesOf(ast)) {
    if (node.op !== 'rcall' || node.args[0] !== 'matches') continue;
    const [, receiver, [pattern]] = node.args;
    if (pattern?.op !== 'value' || typeof pattern.args !== 'string') {
      throw new ConditionError('matches() takes its pattern as a text in quotes.', pattern?.start);
    }
    patterns.set(pattern.args, safePattern(pattern.args));
    const at = source.indexOf('matches', receiver.end);
    safe = safe.slice(0, at) + SAFE_MATCHES + safe.slice(at + SAFE_MATCHES.length);
  }
  return safe;
}

/** How the time of an evaluation grows with the data. */
interface Work {
  readonly nodes: number;
  /** Loops within loops. */
  readonly power: number;
  /** It makes lists of characters, or texts of lists. */
  readonly isByCharacter: boolean;
  /** Each may put lists together, and copies all that came before. */
  readonly additions: number;
}

const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

function workOf(ast: ASTNode): Work {
  let nodes = 0;
  let isByCharacter = false;
  let additions = 0;
  for (const node of nodesOf(ast)) {
    nodes++;
    if (node.op === '+') additions++;
    if (node.op !== 'rcall') continue;
    const [name, receiver] = node.args;
    if (name === 'matches') throw new ConditionError('Write matches() without a comment in it.');
    if (name === 'bind' && receiver.op === 'id' && receiver.args === 'cel') {
      throw new ConditionError('cel.bind() is not supported.', node.start);
    }
    isByCharacter ||= name === 'split' || name === 'join';
  }
  return { nodes, power: powerOf(ast), isByCharacter, additions };
}

function powerOf(node: ASTNode): number {
  const inside = Math.max(0, ...childrenOf(node).map(powerOf));
  if (node.op === 'in') return inside + 1;
  if (node.op !== 'rcall' || !LOOPS.has(node.args[0])) return inside;
  const [, receiver, body] = node.args;
  return powerOf(receiver) + 1 + Math.max(0, ...body.map(powerOf));
}

/** No payload, however it is made, may keep an evaluation going for longer than a slice. */
function checkWork({ nodes, power, isByCharacter, additions }: Work, candidate: Candidate): void {
  const copies = (additions * additions) / 2;
  // Most data is so small that it need not be looked at for this.
  const isSmall = copies <= 1 || copies * candidate.bytes <= EXPRESSION_STEPS_MAX;
  if (power === 0 && isSmall) return;
  const { text } = candidate;
  const elements = isByCharacter ? text.length : countOf(',', text) + 1;
  if (power > 0 && nodes * elements ** power > EXPRESSION_STEPS_MAX) {
    throw new Undecided('The data is too large for the loops of this expression.');
  }
  if (copies > 1 && copies * elements > EXPRESSION_STEPS_MAX) {
    throw new Undecided('The data is too large for the additions of this expression.');
  }
}

function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}

function* nodesOf(node: ASTNode): Iterable<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** Operands are nodes, texts, and lists of both. */
function childrenOf(node: ASTNode): ASTNode[] {
  const children: ASTNode[] = [];
  const visit = (operand: unknown): void => {
    if (Array.isArray(operand)) for (const part of operand) visit(part);
    else if (isObject(operand) && 'op' in operand) children.push(operand as unknown as ASTNode);
  };
  visit(node.args);
  return children;
}
