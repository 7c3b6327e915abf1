import { EXPORT_SLICE_RECORDS } from '../limits.ts';
import type { RowSnapshot } from './rowSnapshot.ts';

/** The rows of one shard, as indexes of a snapshot, and how many of them are given already. */
interface Lane {
  readonly indexes: number[];
  next: number;
  arrivalMs: number;
}

/**
 * The indexes of a snapshot by the time of arrival, those of one shard always in their order. A tail
 * reads shards in turns, so its own order is not the one in which the records came. `undefined` is
 * a good place to let others run.
 */
export function* byArrival(rows: RowSnapshot): Generator<number | undefined, void> {
  const lanes = new Map<string, Lane>();
  for (let index = 0; index < rows.count; index++) {
    const record = rows.record(index);
    const lane = lanes.get(record?.shardId ?? '');
    if (lane) lane.indexes.push(index);
    else {
      const arrivalMs = record?.arrivalMs ?? 0;
      lanes.set(record?.shardId ?? '', { indexes: [index], next: 0, arrivalMs });
    }
    if (index % EXPORT_SLICE_RECORDS === EXPORT_SLICE_RECORDS - 1) yield undefined;
  }
  const heap = [...lanes.values()].sort((a, b) => a.arrivalMs - b.arrivalMs);
  for (let lane = heap[0]; lane; lane = heap[0]) {
    const index = lane.indexes[lane.next++];
    const following = lane.indexes[lane.next];
    if (following === undefined) {
      const last = heap.pop();
      if (last && last !== lane) heap[0] = last;
    } else {
      lane.arrivalMs = rows.record(following)?.arrivalMs ?? lane.arrivalMs;
    }
    sink(heap);
    yield index;
  }
}

/** Lets the first lane sink to where it belongs. */
function sink(heap: Lane[]): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const smallest = [at, left, left + 1].reduce((best, other) =>
      arrivalAt(heap, other) < arrivalAt(heap, best) ? other : best,
    );
    const lane = heap[at];
    const lower = heap[smallest];
    if (smallest === at || !lane || !lower) return;
    heap[at] = lower;
    heap[smallest] = lane;
    at = smallest;
  }
}

function arrivalAt(heap: readonly Lane[], at: number): number {
  return heap[at]?.arrivalMs ?? Number.POSITIVE_INFINITY;
}
