/** Random records and conditions, each condition with the same said in plain JavaScript. */
import type { Condition } from '../../../../src/formats/filter.ts';
import type { WindowRecord } from '../../../../src/tail/window/recordWindow.ts';

export const SHARDS = ['shardId-000000000000', 'shardId-000000000001', 'shardId-000000000012'];
const KEYS = ['truck_1', 'truck_2', 'TRUCK_3', 'depot', ''];
const WORDS = ['driving', 'idle', 'Driving', 'off', '7', '10', ''];
const START_MS = 1_700_000_000_000;

/** What a plain condition sees: undefined where the data is no JSON object. */
interface Seen {
  readonly record: WindowRecord;
  readonly text: string;
  readonly data: Fields | undefined;
}

interface Fields {
  readonly n?: number | string | null;
  readonly s?: string;
  readonly ok?: boolean;
  readonly tags?: readonly (string | number)[];
  readonly pos?: { readonly x: number };
}

/** True, false, or undefined where it cannot be said. */
type Verdict = boolean | undefined;

export interface PlainCondition {
  readonly condition: Condition;
  readonly judge: (seen: Seen) => Verdict;
}

type Random = () => number;

function pick<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

function word(random: Random): string {
  return pick(random, WORDS as [string, ...string[]]);
}

function chance(random: Random, share: number): boolean {
  return random() < share;
}

export function randomRecord(random: Random, sequence: number): WindowRecord {
  const data = chance(random, 0.85) ? JSON.stringify(randomFields(random)) : word(random);
  const bytes = new TextEncoder().encode(data);
  return {
    shardId: pick(random, SHARDS as [string, ...string[]]),
    sequenceNumber: String(49_000_000_000 + sequence),
    partitionKey: pick(random, KEYS as [string, ...string[]]),
    arrivalMs: START_MS + Math.floor(random() * 1_000),
    data: chance(random, 0.05) ? new Uint8Array([0xff, ...bytes]) : bytes,
    encryptionType: undefined,
  };
}

function randomFields(random: Random): Fields {
  const numbers = [-1, 0, 0.5, 7, 10, 1_000, '7', '10', 'seven', null] as const;
  return {
    ...(chance(random, 0.8) && { n: pick(random, numbers as unknown as [number]) }),
    ...(chance(random, 0.8) && { s: word(random) }),
    ...(chance(random, 0.5) && { ok: chance(random, 0.5) }),
    ...(chance(random, 0.5) && {
      tags: Array.from({ length: Math.floor(random() * 3) }, () =>
        chance(random, 0.3) ? 7 : word(random),
      ),
    }),
    ...(chance(random, 0.5) && { pos: { x: Math.floor(random() * 4) } }),
  };
}

export function randomFilter(random: Random): PlainCondition[] {
  return Array.from({ length: Math.floor(random() * 4) }, () => {
    const { condition, judge } = randomCondition(random);
    if (!chance(random, 0.35)) return { condition, judge };
    return {
      condition: { ...condition, negated: true },
      judge: (seen) => {
        const verdict = judge(seen);
        return verdict === undefined ? undefined : !verdict;
      },
    };
  });
}

/** Whether it is shown: every condition holds, and is sure to. */
export function isShown(filter: readonly PlainCondition[], record: WindowRecord): boolean {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(record.data);
  const seen = { record, text, data: fieldsOf(text) };
  return filter.every(({ judge }) => judge(seen) === true);
}

function fieldsOf(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function randomCondition(random: Random): PlainCondition {
  return pick<(random: Random) => PlainCondition>(random, [
    textCondition,
    patternCondition,
    shardCondition,
    keyCondition,
    timeCondition,
    pathCondition,
    pathCondition,
    expressionCondition,
    expressionCondition,
  ])(random);
}

function textCondition(random: Random): PlainCondition {
  const texts = ['idle', 'DRIVING', 'truck', '"s":"o', ':7', '000012', SHARDS[1] ?? '', '000017'];
  const text = pick(random, texts as [string, ...string[]]);
  const wanted = text.toLowerCase();
  return {
    condition: { kind: 'text', text },
    judge: ({ record: { partitionKey, shardId, sequenceNumber }, text: data }) =>
      partitionKey.toLowerCase().includes(wanted) ||
      data.toLowerCase().includes(wanted) ||
      shardId.toLowerCase() === wanted ||
      (/^\d{6,}$/.test(text) && sequenceNumber.endsWith(text)),
  };
}

function patternCondition(random: Random): PlainCondition {
  const [pattern, plain] = pick<[string, RegExp]>(random, [
    ['^truck_\\d$', /^truck_\d$/],
    ['"s":"[di]', /"s":"[di]/],
    ['(?i)TRUCK_3|DRIV', /TRUCK_3|DRIV/i],
    ['\\d{2,}', /\d{2,}/],
    ['^$', /^$/],
  ]);
  return {
    condition: { kind: 'regex', pattern },
    judge: ({ record, text }) => plain.test(record.partitionKey) || plain.test(text),
  };
}

function shardCondition(random: Random): PlainCondition {
  const shardIds = SHARDS.filter(() => chance(random, 0.6));
  return {
    condition: { kind: 'shard', shardIds },
    judge: ({ record }) => shardIds.includes(record.shardId),
  };
}

function keyCondition(random: Random): PlainCondition {
  const partitionKeys = KEYS.filter(() => chance(random, 0.6));
  return {
    condition: { kind: 'key', partitionKeys },
    judge: ({ record }) => partitionKeys.includes(record.partitionKey),
  };
}

function timeCondition(random: Random): PlainCondition {
  const fromMs = START_MS + Math.floor(random() * 500);
  const toMs = START_MS + 500 + Math.floor(random() * 500);
  const hasFrom = chance(random, 0.7);
  const hasTo = chance(random, 0.7);
  return {
    condition: { kind: 'time', ...(hasFrom && { fromMs }), ...(hasTo && { toMs }) },
    judge: ({ record: { arrivalMs } }) =>
      !(hasFrom && arrivalMs < fromMs) && !(hasTo && arrivalMs >= toMs),
  };
}

function pathCondition(random: Random): PlainCondition {
  const [path, find] = pick<[string, (data: Fields) => unknown]>(random, [
    ['n', ({ n }) => n],
    ['$.s', ({ s }) => s],
    ['ok', ({ ok }) => ok],
    ['tags', ({ tags }) => tags],
    ['tags[0]', ({ tags }) => tags?.[0]],
    ['pos', ({ pos }) => pos],
    ['pos.x', ({ pos }) => pos?.x],
  ]);
  const operators = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'matches', 'exists'] as const;
  const operator = pick(random, operators as unknown as [(typeof operators)[number]]);
  const values = ['7', '10', '7.0', '0.5', 'seven', 'idle', 'true', 'null', '["idle"]', 'x', '^d'];
  const value = pick(random, values as [string, ...string[]]);
  return {
    condition: { kind: 'path', path, operator, value },
    judge: ({ data }) => {
      const found = data && find(data);
      return found !== undefined && compare(found, operator, value);
    },
  };
}

function compare(found: unknown, operator: string, value: string): boolean {
  const left = typeof found === 'string' ? numberOf(found) : found;
  const right = numberOf(value);
  const areNumbers = typeof left === 'number' && typeof right === 'number';
  const areTexts = typeof found === 'string';
  switch (operator) {
    case 'exists':
      return true;
    case '=':
      return isEqual(found, value);
    case '!=':
      return !isEqual(found, value);
    case 'contains':
      if (Array.isArray(found)) return found.some((item) => isEqual(item, value));
      if (typeof found === 'object' && found !== null) return value in found;
      return String(found).toLowerCase().includes(value.toLowerCase());
    case 'matches':
      return (typeof found !== 'object' || found === null) && new RegExp(value).test(String(found));
    case '<':
      return areNumbers ? left < right : areTexts && found < value;
    case '<=':
      return areNumbers ? left <= right : areTexts && found <= value;
    case '>':
      return areNumbers ? left > right : areTexts && found > value;
    default:
      return areNumbers ? left >= right : areTexts && found >= value;
  }
}

function isEqual(found: unknown, value: string): boolean {
  if (typeof found === 'string') return found === value;
  if (typeof found === 'number') return found === numberOf(value);
  return JSON.stringify(found) === value;
}

function numberOf(text: string): number | undefined {
  return /\d/.test(text) && !Number.isNaN(Number(text)) ? Number(text) : undefined;
}

function expressionCondition(random: Random): PlainCondition {
  const limit = pick(random, [0, 5, 7, 20]);
  const text = word(random);
  const [expression, judge] = pick<[string, (seen: Seen) => Verdict]>(random, [
    [`data.n > ${limit}`, ({ data }) => (typeof data?.n === 'number' ? data.n > limit : undefined)],
    [
      `data.s == "${text}"`,
      ({ data }) => data && (data.s === undefined ? undefined : data.s === text),
    ],
    ['data.ok', ({ data }) => data?.ok],
    [
      'key == "truck_1" || data.ok',
      ({ record, data }) => record.partitionKey === 'truck_1' || data?.ok,
    ],
    [
      'data.ok && key == "truck_1"',
      ({ record, data }) => record.partitionKey === 'truck_1' && data?.ok,
    ],
    [`size > ${limit}`, ({ record }) => record.data.length > limit],
    ['shard.endsWith("12")', ({ record }) => record.shardId.endsWith('12')],
    ['key.matches("^truck_[12]$")', ({ record }) => /^truck_[12]$/.test(record.partitionKey)],
    [`"${text}" in data.tags`, ({ data }) => data?.tags?.includes(text)],
    ['has(data.pos) && data.pos.x >= 2', ({ data }) => data?.pos !== undefined && data.pos.x >= 2],
    [
      'time < timestamp("2023-11-14T22:13:20.500Z")',
      ({ record }) => record.arrivalMs < START_MS + 500,
    ],
  ]);
  return { condition: { kind: 'expression', expression }, judge };
}
