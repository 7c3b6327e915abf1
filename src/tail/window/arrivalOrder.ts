import { ARRIVAL_STEP_RECORDS } from '../limits.ts';

/** Records that are counted from 0, those of one shard in their order, and what tells when they arrived. */
export interface Arrivals {
  readonly count: number;
  shardIdOf(index: number): string;
  /** Epoch milliseconds. */
  arrivalMsOf(index: number): number;
}

/** The records of one shard that are still to be given, as a chain from its `next` to its `last`. */
interface Lane {
  next: number;
  last: number;
  /** Of the next one. */
  arrivalMs: number;
}

/**
 * Indexes by the time of arrival, those of one shard always in their order; what arrived in the same
 * millisecond stays as it was. A tail reads shards in turns, so its own order is not the one in which
 * the records came. `undefined`, each time that `ARRIVAL_STEP_RECORDS` more were looked at, is a good
 * place to let others run. Takes four bytes a record.
 */
export function* byArrival(records: Arrivals): Generator<number | undefined, void> {
  const following = new Uint32Array(records.count);
  const lanes = new Map<string, Lane>();
  for (let index = 0; index < records.count; index++) {
    const shardId = records.shardIdOf(index);
    const lane = lanes.get(shardId);
    if (lane) {
      following[lane.last] = index;
      lane.last = index;
    } else {
      lanes.set(shardId, { next: index, last: index, arrivalMs: records.arrivalMsOf(index) });
    }
    if (index % ARRIVAL_STEP_RECORDS === ARRIVAL_STEP_RECORDS - 1) yield undefined;
  }
  const heap = [...lanes.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  for (let lane = heap[0]; lane; lane = heap[0]) {
    const index = lane.next;
    if (index === lane.last) {
      const other = heap.pop();
      if (other && other !== lane) heap[0] = other;
    } else {
      lane.next = following[index] ?? lane.last;
      lane.arrivalMs = records.arrivalMsOf(lane.next);
    }
    sink(heap);
    yield index;
  }
}

/** Lets the first lane sink to where it belongs. */
function sink(heap: Lane[]): void {
  const [lane] = heap;
  if (!lane) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    const lower = isRight ? right : left;
    if (!lower || !isBefore(lower, lane)) break;
    heap[at] = lower;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = lane;
}

function isBefore(one: Lane, other: Lane): boolean {
  if (one.arrivalMs !== other.arrivalMs) return one.arrivalMs < other.arrivalMs;
  return one.next < other.next;
}
