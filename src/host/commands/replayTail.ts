import { setImmediate } from 'node:timers/promises';
import { ExpectedError } from '../../base/errors.ts';
import type { RowSnapshot } from '../../tail/export/rowSnapshot.ts';
import type { ReplayRecord } from '../../tail/replay/replayer.ts';
import { TailChoice } from '../panels/tailChoice.ts';
import { askSelected } from './askSelected.ts';
import type { Command, CommandContext } from './command.ts';
import { replay } from './replay.ts';
import { shardRanges } from './shardRanges.ts';

const TITLE = 'Replay Records';

/** The selected records of a tail, or all that it shows, into a stream. */
export const replayTail: Command = {
  id: 'kinesis.replayTail',
  async run(context, argument) {
    if (!(argument instanceof TailChoice)) {
      // Only the page knows what is selected; it comes back with that.
      context.tails.perform({ kind: 'keep', action: 'replay' });
      return;
    }
    const { session } = argument;
    const rows =
      (await askSelected(argument, { title: TITLE }, { fewest: 1 })) ?? session.snapshot();
    if (rows.count === 0) {
      throw new ExpectedError(
        'notFound',
        'The tail shows no records to replay. Change its filter.',
      );
    }
    const ranges = await rangesOf(context, argument);
    await replay(context, {
      title: TITLE,
      count: rows.count,
      spanMs: spanOf(rows),
      caution: session.state.masking.isOn
        ? 'The tail is masked: keys and data are put as they are shown.'
        : '',
      records: (signal) => recordsOf(rows, ranges, signal),
    });
  },
};

function rangesOf(
  context: CommandContext,
  { session }: TailChoice,
): Promise<{ shardId: string; startingHashKey: string; endingHashKey: string }[]> {
  const { connectionName, streamName } = session.state;
  const entry = context.connections.find(connectionName);
  const { signal } = context;
  return entry ? shardRanges(context, { entry, streamName, signal }) : Promise.resolve([]);
}

/** Roughly: shards are not in step, but the ends of a view are what a person goes by. */
function spanOf(rows: RowSnapshot): number {
  const first = rows.record(0)?.arrivalMs ?? 0;
  return Math.max(0, (rows.record(rows.count - 1)?.arrivalMs ?? first) - first);
}

async function* recordsOf(
  rows: RowSnapshot,
  ranges: { shardId: string; startingHashKey: string; endingHashKey: string }[],
  signal: AbortSignal,
): AsyncGenerator<ReplayRecord, void> {
  const { HashKeyGuess, byArrival } = await import('../../tail/main.ts');
  const guess = new HashKeyGuess(ranges);
  for (const index of byArrival(rows)) {
    signal.throwIfAborted();
    const record = index === undefined ? undefined : rows.record(index);
    if (index === undefined) await setImmediate();
    if (!record) continue;
    const { partitionKey, data, arrivalMs } = record;
    const explicitHashKey = guess.explicitHashKeyOf(record);
    const hashed = explicitHashKey === undefined ? {} : { explicitHashKey };
    yield { partitionKey, data, arrivalMs, ...hashed };
  }
}
