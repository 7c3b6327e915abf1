import { ExpectedError } from '../../base/errors.ts';
import { formatShardId, parseShardId } from '../../formats/shardId.ts';
import {
  CUT_MOMENTS,
  FAULT_KINDS,
  type FaultKind,
  type FaultRule,
} from '../../protocol/engine/control.ts';
import {
  FAULT_COUNT_MAX,
  FAULT_DELAY_MS_DEFAULT,
  FAULT_DELAY_MS_MAX,
  FAULT_SEED_MAX,
} from './limits.ts';

/** A rule with its defaults; undefined means any stream, shard or operation, or no end. */
export interface CompleteFaultRule {
  readonly kind: FaultKind;
  readonly streamName: string | undefined;
  readonly shardId: string | undefined;
  readonly operation: string | undefined;
  readonly share: number;
  readonly count: number | undefined;
  readonly seed: number;
  /** With `delay`. */
  readonly delayMs: number | undefined;
  /** With `cut`. */
  readonly moment: FaultRule['moment'];
}

const COMMON = ['kind', 'streamName', 'shardId', 'share', 'count', 'seed'];
/** Only what concerns whole requests can be told by operation: a record is put by two of them. */
const OWN: Partial<Record<FaultKind, readonly string[]>> = {
  delay: ['operation', 'delayMs'],
  cut: ['operation', 'moment'],
};

const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;
const OPERATION = /^[A-Z][A-Za-z]{1,63}$/;

/** Checks what came over the wire and fills in the defaults. Throws `invalidInput`. */
export function parseFaultRule(value: unknown): CompleteFaultRule {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('A fault is described by a JSON object.');
  }
  const members = value as Record<string, unknown>;
  const kind = oneOf(members, 'kind', FAULT_KINDS);
  if (kind === undefined) throw invalid(`kind must be one of ${FAULT_KINDS.join(', ')}.`);
  const known = [...COMMON, ...(OWN[kind] ?? [])];
  const stranger = Object.keys(members).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw invalid(`${stranger} is not a parameter of ${kind}; use ${known.join(', ')}.`);
  }
  const delayMs = numberMember(members, 'delayMs', { start: 1, end: FAULT_DELAY_MS_MAX });
  const moment = oneOf(members, 'moment', CUT_MOMENTS);
  return {
    kind,
    streamName: textMember(members, 'streamName', STREAM_NAME, 'the name of a stream'),
    shardId: shardIdMember(members),
    operation: textMember(members, 'operation', OPERATION, 'the name of an operation'),
    share: shareMember(members),
    count: numberMember(members, 'count', { start: 1, end: FAULT_COUNT_MAX }),
    seed: numberMember(members, 'seed', { start: 0, end: FAULT_SEED_MAX }) ?? 1,
    delayMs: kind === 'delay' ? (delayMs ?? FAULT_DELAY_MS_DEFAULT) : undefined,
    moment: kind === 'cut' ? (moment ?? 'after') : undefined,
  };
}

function shareMember({ share = 1 }: Record<string, unknown>): number {
  if (typeof share === 'number' && share > 0 && share <= 1) return share;
  throw invalid('share must be a number above 0 and at most 1.');
}

function shardIdMember({ shardId }: Record<string, unknown>): string | undefined {
  if (shardId === undefined) return undefined;
  const index = typeof shardId === 'string' ? parseShardId(shardId) : undefined;
  if (index === undefined) throw invalid('shardId must be the id of a shard.');
  return formatShardId(index);
}

function textMember(
  members: Record<string, unknown>,
  name: string,
  pattern: RegExp,
  what: string,
): string | undefined {
  const value = members[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw invalid(`${name} must be ${what}.`);
}

function oneOf<T extends string>(
  members: Record<string, unknown>,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = members[name];
  if (value === undefined) return undefined;
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw invalid(`${name} must be one of ${choices.join(', ')}.`);
  return choice;
}

function numberMember(
  members: Record<string, unknown>,
  name: string,
  { start, end }: { start: number; end: number },
): number | undefined {
  const value = members[name];
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && Number(value) >= start && Number(value) <= end) {
    return Number(value);
  }
  throw invalid(`${name} must be a whole number from ${String(start)} to ${String(end)}.`);
}

function invalid(message: string): ExpectedError {
  return new ExpectedError('invalidInput', message);
}
