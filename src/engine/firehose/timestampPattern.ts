/**
 * The patterns of Java's DateTimeFormatter, of which Firehose's `!{timestamp:…}` is made: letters
 * that stand for fields of a date, text in single quotes, everything else as it is. Text is English.
 */
export type TimestampFormat = (time: LocalTime) => string;

/** A point in time as the clocks of a zone show it. */
export interface LocalTime {
  /** Its UTC fields are the zone's local fields. */
  readonly local: Date;
  readonly offsetMinutes: number;
  readonly zone: string;
}

/** Why a pattern cannot be used, as a sentence. */
export class PatternError extends Error {}

type Field = (time: LocalTime, count: number) => string;

const MONTHS =
  'January February March April May June July August September October November December';
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday';
const DAY_MS = 86_400_000;

const FIELDS: Readonly<Record<string, { readonly countMax: number; readonly field: Field }>> = {
  y: number(19, ({ local }) => local.getUTCFullYear(), { twoDigits: true }),
  u: number(19, ({ local }) => local.getUTCFullYear(), { twoDigits: true }),
  Y: number(19, ({ local }) => weekEnd(local).getUTCFullYear(), { twoDigits: true }),
  w: number(2, ({ local }) => Math.floor((dayOfYear(weekEnd(local)) - 1) / 7) + 1),
  M: nameOrNumber(MONTHS, ({ local }) => local.getUTCMonth(), 1),
  L: nameOrNumber(MONTHS, ({ local }) => local.getUTCMonth(), 1),
  Q: number(2, ({ local }) => Math.floor(local.getUTCMonth() / 3) + 1),
  d: number(2, ({ local }) => local.getUTCDate()),
  D: number(3, ({ local }) => dayOfYear(local)),
  E: { countMax: 4, field: ({ local }, count) => name(WEEKDAYS, local.getUTCDay(), count) },
  a: { countMax: 1, field: ({ local }) => (local.getUTCHours() < 12 ? 'AM' : 'PM') },
  H: number(2, ({ local }) => local.getUTCHours()),
  k: number(2, ({ local }) => local.getUTCHours() || 24),
  h: number(2, ({ local }) => local.getUTCHours() % 12 || 12),
  K: number(2, ({ local }) => local.getUTCHours() % 12),
  m: number(2, ({ local }) => local.getUTCMinutes()),
  s: number(2, ({ local }) => local.getUTCSeconds()),
  S: { countMax: 9, field: ({ local }, count) => fraction(local).slice(0, count) },
  n: number(19, ({ local }) => local.getUTCMilliseconds() * 1_000_000),
  V: { countMax: 2, field: ({ zone }) => zone },
  X: {
    countMax: 3,
    field: (time, count) => (time.offsetMinutes === 0 ? 'Z' : offset(time, count)),
  },
  x: { countMax: 3, field: offset },
  Z: { countMax: 3, field: (time) => offset(time, 2) },
};

/** Throws a PatternError for what Java refuses and for the rare fields that are not done here. */
export function compileTimestampPattern(pattern: string): TimestampFormat {
  const parts: TimestampFormat[] = [];
  let rest = pattern;
  while (rest !== '') {
    const part = /^(?:'((?:[^']|'')*)'|([a-zA-Z])\2*|[^'a-zA-Z])/.exec(rest);
    if (part === null) throw new PatternError(`${pattern} ends in an open quote.`);
    const [whole, quoted, letter] = part;
    parts.push(letter === undefined ? literal(whole, quoted) : fieldFormat(letter, whole.length));
    rest = rest.slice(whole.length);
  }
  return (time) => parts.map((part) => part(time)).join('');
}

/** `zone` is an IANA name; throws a PatternError when there is no such zone. */
export function localTime(epochMs: number, zone: string): LocalTime {
  const wholeSeconds = Math.floor(epochMs / 1000) * 1000;
  const offsetMinutes = (localFieldsAsUtc(wholeSeconds, zone) - wholeSeconds) / 60_000;
  return { local: new Date(epochMs + offsetMinutes * 60_000), offsetMinutes, zone };
}

function localFieldsAsUtc(epochMs: number, zone: string): number {
  if (zone === 'UTC') return epochMs;
  let formatter: Intl.DateTimeFormat;
  try {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new PatternError(`${zone} is not a time zone.`);
  }
  const fields = new Map(
    formatter.formatToParts(epochMs).map((part) => [part.type, Number(part.value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes): number => fields.get(type) ?? 0;
  return Date.UTC(
    get('year'),
    get('month') - 1,
    get('day'),
    get('hour'),
    get('minute'),
    get('second'),
  );
}

function literal(whole: string, quoted: string | undefined): TimestampFormat {
  if (/[[\]{}#]/.test(whole) && quoted === undefined) {
    throw new PatternError(`${whole} must be quoted in a timestamp pattern.`);
  }
  // Two single quotes are one, inside quoted text and on their own.
  const text = quoted === '' ? "'" : (quoted?.replaceAll("''", "'") ?? whole);
  return () => text;
}

function fieldFormat(letter: string, count: number): TimestampFormat {
  const entry = FIELDS[letter];
  if (entry === undefined) {
    throw new PatternError(`The timestamp pattern letter ${letter} is not known here.`);
  }
  if (count > entry.countMax || (letter === 'V' && count !== 2)) {
    throw new PatternError(`Wrong number of pattern letters: ${letter.repeat(count)}`);
  }
  return (time) => entry.field(time, count);
}

function number(
  countMax: number,
  value: (time: LocalTime) => number,
  options: { twoDigits?: boolean } = {},
): { countMax: number; field: Field } {
  return {
    countMax,
    field(time, count) {
      const shown = options.twoDigits === true && count === 2 ? value(time) % 100 : value(time);
      return String(shown).padStart(count, '0');
    },
  };
}

function nameOrNumber(
  names: string,
  index: (time: LocalTime) => number,
  first: number,
): { countMax: number; field: Field } {
  return {
    countMax: 4,
    field: (time, count) =>
      count > 2
        ? name(names, index(time), count)
        : String(index(time) + first).padStart(count, '0'),
  };
}

function name(names: string, index: number, count: number): string {
  const full = names.split(' ')[index] ?? '';
  return count === 4 ? full : full.slice(0, 3);
}

function fraction(local: Date): string {
  return String(local.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0');
}

/** `+02`, `+0230` where minutes matter or are asked for (2 letters), `+02:30` (3 letters). */
function offset({ offsetMinutes }: LocalTime, count: number): string {
  const size = Math.abs(offsetMinutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const minutes = String(size % 60).padStart(2, '0');
  const tail = count === 3 ? `:${minutes}` : count === 2 || size % 60 !== 0 ? minutes : '';
  return `${offsetMinutes < 0 ? '-' : '+'}${hours}${tail}`;
}

function dayOfYear(local: Date): number {
  return Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

/** The Saturday of the week, which decides the week's year where weeks begin on Sunday. */
function weekEnd(local: Date): Date {
  return new Date(local.getTime() + (6 - local.getUTCDay()) * DAY_MS);
}
