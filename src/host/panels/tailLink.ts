/**
 * A view of a tail as a link, `vscode://PUBLISHER.kinesis-workbench/tail?…`. It names a connection and
 * says what to read and show; it has no credentials and no records. Anybody may have written one, so
 * all of it is checked.
 */
import { ExpectedError, unreachable } from '../../base/errors.ts';
import type { TailFilter } from '../../formats/filter.ts';
import { parseFilter, printFilter } from '../../formats/filterText.ts';
import type { TailEnd, TailStart } from '../../formats/position.ts';
import { isSequenceNumber } from '../../formats/sequenceNumber.ts';
import type { ShardChoice, TailState } from '../../protocol/webview/tail.ts';
import { partitionKeyProblem, streamNameProblem } from '../input/validation.ts';
import { CONNECTION_NAME_CHARS_MAX, LINK_CHARS_MAX, LINK_SHARDS_MAX } from '../limits.ts';
import type { TailTarget } from './tailTarget.ts';

/** Publisher and name of package.json, which a test holds against this. */
export const EXTENSION_ID = 'kinesis-workbench.kinesis-workbench';

export const TAIL_LINK_PATH = '/tail';

/** The query of a link to what a tail shows now. Throws `unsupported` for what a link cannot say. */
export function tailLinkQuery(
  state: Pick<
    TailState,
    | 'connectionName'
    | 'streamName'
    | 'position'
    | 'end'
    | 'followsLatest'
    | 'startedMs'
    | 'shards'
    | 'filter'
  >,
): string {
  const members: Record<string, string> = {
    connection: state.connectionName,
    stream: state.streamName,
    from: state.followsLatest ? 'latest' : printStart(state.position),
  };
  const { shards } = state;
  if (shards !== 'all' && 'kind' in shards) {
    members['key'] = shards.partitionKey;
    if (shards.allShards === true) members['shards'] = 'all';
  } else if (shards !== 'all') members['shards'] = printShards(shards);
  if (state.end) members['until'] = printEnd(state.end, state.startedMs);
  const filter = printFilter(state.filter);
  if (filter !== '') members['filter'] = filter;
  const text = printQuery(members);
  if (text.length <= LINK_CHARS_MAX) return text;
  throw unsupported('The filter and the shards of the tail are too long for a link. Shorten them.');
}

/**
 * Reads the query as VS Code hands it over, its escapes undone once. Throws `invalidInput` with a
 * sentence for what is no link of ours.
 */
export function parseTailLink(query: string): TailTarget {
  if (query.length > LINK_CHARS_MAX) throw refused('is too long');
  const members = new URLSearchParams(query);
  const unknown = [...members.keys()].find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) throw refused('has a part that this version does not know');
  if ([...members.keys()].length !== new Set(members.keys()).size) throw refused('repeats a part');
  const connectionName = members.get('connection') ?? '';
  const streamName = members.get('stream') ?? '';
  const isName = connectionName !== '' && connectionName.length <= CONNECTION_NAME_CHARS_MAX;
  if (!isName || /\p{Cc}/u.test(connectionName)) throw refused('names no connection');
  if (streamNameProblem(streamName) !== undefined) throw refused('names no stream');
  const until = members.get('until');
  const filter = filterOf(members.get('filter'));
  return {
    connectionName,
    streamName,
    position: startOf(members.get('from') ?? 'latest'),
    shards: shardsOf(members.get('shards'), members.get('key')),
    ...(until !== null && { end: endOf(until) }),
    ...(filter && { filter }),
  };
}

const MEMBERS: readonly string[] = [
  'connection',
  'stream',
  'from',
  'until',
  'shards',
  'key',
  'filter',
];

/**
 * VS Code undoes the escapes of the whole query before it hands a link over. So what would come apart
 * then is escaped twice.
 */
function printQuery(members: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) {
    query.set(name, value.replace(/[%&+]/g, encodeURIComponent));
  }
  // A plus for a space is right in forms only.
  return query.toString().replaceAll('+', '%20');
}

function printShards(shardIds: readonly string[]): string {
  if (shardIds.length <= LINK_SHARDS_MAX) return shardIds.join(',');
  throw unsupported(`A link names at most ${LINK_SHARDS_MAX} shards. Tail all, or fewer of them.`);
}

/** Now is when the tail started: whoever opens the link reads the same. */
function printEnd(end: TailEnd, startedMs: number): string {
  switch (end.type) {
    case 'NOW':
      return new Date(startedMs).toISOString();
    case 'AT_TIMESTAMP':
      return new Date(end.timestampMs).toISOString();
    case 'COUNT':
      return `count:${end.records}`;
    default:
      return unreachable(end);
  }
}

function printStart(position: TailStart): string {
  switch (position.type) {
    case 'LATEST':
      return 'latest';
    case 'TRIM_HORIZON':
      return 'oldest';
    case 'AT_TIMESTAMP':
      return new Date(position.timestampMs).toISOString();
    case 'AT_SEQUENCE_NUMBER':
      return `at:${position.sequenceNumber}`;
    case 'AFTER_SEQUENCE_NUMBER':
      return `after:${position.sequenceNumber}`;
    case 'AFTER_SEQUENCE_NUMBERS':
      throw unsupported(
        'A link cannot name a place in each shard. Start the tail at a time, then copy the link.',
      );
  }
}

function startOf(text: string): TailStart {
  if (text === 'latest') return { type: 'LATEST' };
  if (text === 'oldest') return { type: 'TRIM_HORIZON' };
  const [, place, sequenceNumber = ''] = /^(at|after):(\d+)$/.exec(text) ?? [];
  if (place !== undefined && isSequenceNumber(sequenceNumber)) {
    const type = place === 'at' ? 'AT_SEQUENCE_NUMBER' : 'AFTER_SEQUENCE_NUMBER';
    return { type, sequenceNumber };
  }
  const timestampMs = timeOf(text);
  if (Number.isNaN(timestampMs)) throw refused('has no place to start from');
  return { type: 'AT_TIMESTAMP', timestampMs };
}

function endOf(text: string): TailEnd {
  const [, count] = /^count:(\d{1,15})$/.exec(text) ?? [];
  const records = Number(count);
  if (records > 0) return { type: 'COUNT', records };
  const timestampMs = timeOf(text);
  if (Number.isNaN(timestampMs)) throw refused('has an end that is none');
  return { type: 'AT_TIMESTAMP', timestampMs };
}

function timeOf(text: string): number {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
}

function shardsOf(list: string | null, partitionKey: string | null): ShardChoice {
  if (partitionKey !== null) {
    const isWhere = list === null || list === 'all';
    if (!isWhere || partitionKeyProblem(partitionKey) !== undefined) {
      throw refused('has a partition key that is none');
    }
    return { kind: 'key', partitionKey, ...(list === 'all' && { allShards: true }) };
  }
  if (list === null) return 'all';
  const shardIds = list.split(',');
  const areShards = shardIds.every((shardId) => /^[a-zA-Z0-9_.-]{1,128}$/.test(shardId));
  if (!areShards || shardIds.length > LINK_SHARDS_MAX) throw refused('has shards that are none');
  return shardIds;
}

function filterOf(text: string | null): TailFilter | undefined {
  if (text === null) return undefined;
  try {
    return parseFilter(text);
  } catch {
    throw refused('has a filter that cannot be read');
  }
}

function unsupported(message: string): ExpectedError {
  return new ExpectedError('unsupported', message);
}

function refused(what: string): ExpectedError {
  return new ExpectedError('invalidInput', `The link ${what}. Ask for a new one.`);
}
