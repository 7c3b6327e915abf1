import { ExpectedError } from '../../base/errors.ts';
import {
  PRODUCER_KINDS,
  type ProducerKind,
  type ProducerSpec,
} from '../../protocol/engine/control.ts';
import {
  KEYS_MAX,
  KEY_SKEW_MAX,
  RECORDS_PER_SECOND_MAX,
  RECORDS_PER_SECOND_MIN,
  SEED_MAX,
  SHARD_COUNT_MAX,
} from './limits.ts';

const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;

interface NumberRule {
  readonly start: number;
  readonly end: number;
  readonly initial: number;
  readonly whole: boolean;
}

const NUMBERS = {
  recordsPerSecond: {
    start: RECORDS_PER_SECOND_MIN,
    end: RECORDS_PER_SECOND_MAX,
    initial: 20,
    whole: false,
  },
  keys: { start: 1, end: KEYS_MAX, initial: 100, whole: true },
  keySkew: { start: 0, end: KEY_SKEW_MAX, initial: 0, whole: false },
  seed: { start: 0, end: SEED_MAX, initial: 1, whole: true },
  shardCount: { start: 1, end: SHARD_COUNT_MAX, initial: 2, whole: true },
} satisfies Record<string, NumberRule>;

const MEMBERS = new Set(['streamName', 'kind', ...Object.keys(NUMBERS)]);

/** Checks what came over the wire and fills in the defaults. Throws `invalidInput`. */
export function parseProducerSpec(value: unknown): Required<ProducerSpec> {
  const members = objectMembers(value);
  const stranger = Object.keys(members).find((name) => !MEMBERS.has(name));
  if (stranger !== undefined) {
    throw invalid(`${stranger} is not a parameter of a producer; use ${[...MEMBERS].join(', ')}.`);
  }
  return {
    ...parseProducerName(members),
    recordsPerSecond: numberMember(members, 'recordsPerSecond'),
    keys: numberMember(members, 'keys'),
    keySkew: numberMember(members, 'keySkew'),
    seed: numberMember(members, 'seed'),
    shardCount: numberMember(members, 'shardCount'),
  };
}

/** The two members that name a producer. Throws `invalidInput`. */
export function parseProducerName(value: unknown): { streamName: string; kind: ProducerKind } {
  const { streamName, kind } = objectMembers(value);
  if (typeof streamName !== 'string' || !STREAM_NAME.test(streamName)) {
    throw invalid('streamName must be 1 to 128 letters, digits, underscores, dots and hyphens.');
  }
  const knownKind = PRODUCER_KINDS.find((known) => known === kind);
  if (knownKind === undefined) throw invalid(`kind must be one of ${PRODUCER_KINDS.join(', ')}.`);
  return { streamName, kind: knownKind };
}

function objectMembers(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('A producer is described by a JSON object.');
  }
  return value as Record<string, unknown>;
}

function numberMember(members: Record<string, unknown>, name: keyof typeof NUMBERS): number {
  const rule: NumberRule = NUMBERS[name];
  const value = members[name] ?? rule.initial;
  const fits =
    typeof value === 'number' &&
    value >= rule.start &&
    value <= rule.end &&
    (!rule.whole || Number.isInteger(value));
  if (fits) return value;
  const sort = rule.whole ? 'a whole number' : 'a number';
  throw invalid(`${name} must be ${sort} from ${String(rule.start)} to ${String(rule.end)}.`);
}

function invalid(message: string): ExpectedError {
  return new ExpectedError('invalidInput', message);
}
