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
  let ends = new Map<Shard, number>();
  let purgedRecords = 0;
  await store.write({
    run: () => {
      ends = new Map(shards.map((shard) => [shard, shard.committedEnd]));
      purgedRecords = 0;
      for (const [shard, purgedEnd] of ends) {
        purgedRecords += purgedEnd - reader.trimHorizon(stream, shard);
        const details = JSON.stringify({ ...shard.details, purgedEnd });
        store.streams.updateShard(shard.key, details);
      }
    },
    committed: () => {
      for (const [shard, purgedEnd] of ends) shard.details = { ...shard.details, purgedEnd };
    },
  });
  return purgedRecords;
}
