import type { RecordReader } from '../kinesis/recordReader.ts';
import type { Shard, Stream } from '../kinesis/state.ts';
import type { Store } from '../store/store.ts';

/**
 * Makes every record that is committed now unreadable, in one small transaction however many there
 * are; the sweeper gives their room back. Shards, their positions and so the order of sequence
 * numbers stay, and iterators go on with what comes next. Gives how many records there were.
 */
export async function purgeStream(
  stream: Stream,
  reader: RecordReader,
  store: Store,
): Promise<number> {
  const shards = stream.shards.filter((shard) => shard !== undefined);
  const before = new Map<Shard, Shard['details']>();
  let purgedRecords = 0;
  await store.write({
    run: () => {
      purgedRecords = 0;
      for (const shard of shards) {
        const purgedEnd = shard.committedEnd;
        purgedRecords += purgedEnd - reader.trimHorizon(stream, shard);
        before.set(shard, shard.details);
        // At once, so that a reshard of the same transaction closes the shard as it is now.
        shard.details = { ...shard.details, purgedEnd };
        store.streams.updateShard(shard.key, JSON.stringify(shard.details));
      }
    },
    undo: () => {
      for (const [shard, details] of before) shard.details = details;
      before.clear();
    },
  });
  return purgedRecords;
}
