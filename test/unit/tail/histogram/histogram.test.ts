import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../../../../src/base/clock.ts';
import type { TailFilter } from '../../../../src/formats/filter.ts';
import type { Histogram, HistogramSplit } from '../../../../src/protocol/webview/histogram.ts';
import { HistogramCounter } from '../../../../src/tail/histogram/histogramCounter.ts';
import { bucketsOf } from '../../../../src/tail/histogram/steps.ts';
import type { SourceRecord } from '../../../../src/tail/source.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

interface Kept {
  readonly shardId: string;
  readonly arrivalMs: number;
  readonly status: string | undefined;
}

const NOTHING: HistogramSplit = { by: 'nothing' };

function recordOf({ arrivalMs, status }: Kept): SourceRecord {
  return {
    sequenceNumber: '1',
    partitionKey: 'k',
    arrivalMs,
    data: new TextEncoder().encode(JSON.stringify({ status })),
    encryptionType: undefined,
  };
}

async function counted(
  counter: HistogramCounter,
  clock: FakeClock,
  split: HistogramSplit,
): Promise<Histogram | undefined> {
  const answer = counter.count({ split });
  await clock.advance(1_000);
  return answer;
}

describe('The buckets of a histogram', () => {
  it('lie at round times, are at most a hundred, and never so few that a bar is a wall', () => {
    const at = Date.UTC(2026, 2, 1, 12, 4, 31, 207);
    const spans = [0, 7, 950, 1_001, 60_000, 3_600_000, 86_400_000, 400 * 86_400_000];
    for (const span of spans) {
      const { fromMs, stepMs, count } = bucketsOf(at, at + span);
      assert.ok(count >= 24 && count <= 100, `${span}: ${count} buckets`);
      assert.equal(fromMs % stepMs, 0);
      assert.ok(fromMs <= at && at + span < fromMs + count * stepMs);
      assert.ok(span < 1_000 || count >= 30, `${span}: only ${count} buckets`);
    }
    assert.deepEqual(
      [950, 60_000, 3_600_000].map((span) => bucketsOf(at, at + span).stepMs),
      [10, 1_000, 60_000],
    );
  });
});

describe('A histogram', () => {
  it('counts what a plain array would, whatever arrives, drops and is filtered', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const recordsMax = 5 + Math.floor(random() * 100);
      const view = new TailView({ recordsMax, bytesMax: 1_000_000 });
      const clock = new FakeClock();
      const counter = new HistogramCounter(() => view.countable, clock);
      let kept: Kept[] = [];
      let wanted: string | undefined;
      for (let step = 0; step < 20; step++) {
        const arrived = Array.from({ length: Math.floor(random() * 40) }, () => ({
          shardId: `s${Math.floor(random() * 12)}`,
          arrivalMs: 1_000_000 + Math.floor(random() * 20_000),
          status: random() < 0.2 ? undefined : `v${Math.floor(random() * 3)}`,
        }));
        for (const record of arrived) view.append(record.shardId, [recordOf(record)], 0);
        kept = [...kept, ...arrived].slice(-recordsMax);
        if (random() < 0.3) {
          wanted = random() < 0.5 ? undefined : 'v1';
          const filter: TailFilter = {
            conditions: wanted === undefined ? [] : [{ kind: 'text', text: wanted }],
          };
          view.setFilter(filter);
        }
        while (view.pending > 0) view.workSlice(() => 0);
        const split = [NOTHING, { by: 'shard' }, { by: 'path', path: 'status' }][
          Math.floor(random() * 3)
        ] as HistogramSplit;
        const histogram = await counted(counter, clock, split);
        compare(histogram, { kept, wanted, split }, `seed ${seed} step ${step}`);
      }
      counter.dispose();
    }
  });

  it('gives the latest request its answer, and cancels the one before', async () => {
    const view = new TailView({ recordsMax: 200_000, bytesMax: 100_000_000 });
    const one = { shardId: 's', arrivalMs: 5_000, status: 'a' };
    view.append(
      's',
      Array.from({ length: 120_000 }, () => recordOf(one)),
      0,
    );
    const clock = new FakeClock();
    const counter = new HistogramCounter(() => view.countable, clock);
    const first = counter.count({ split: NOTHING }).catch((error: unknown) => error);
    const second = counted(counter, clock, NOTHING);
    assert.equal((await second)?.total[0], 120_000);
    assert.deepEqual((await first) instanceof Error, true);
    const last = counter.count({ split: NOTHING }).catch((error: unknown) => error);
    counter.dispose();
    assert.deepEqual((await last) instanceof Error, true);
    assert.equal(clock.pending, 0);
  });

  it('is none when all that was to be counted has left the window meanwhile', async () => {
    const view = new TailView({ recordsMax: 5, bytesMax: 1_000_000 });
    const clock = new FakeClock();
    const append = (): number =>
      view.append('s', [recordOf({ shardId: 's', arrivalMs: 1_000_000, status: 'v' })], 0);
    for (let count = 0; count < 5; count++) append();
    let nowMs = 0;
    const slow: Clock = {
      nowMs: () => (nowMs += 10),
      schedule: (delayMs, run) => clock.schedule(delayMs, run),
    };
    const counter = new HistogramCounter(() => view.countable, slow);
    const answer = counter.count({ split: { by: 'path', path: 'status' } });
    for (let count = 0; count < 20; count++) append();
    await clock.advance(1_000);
    assert.equal(await answer, undefined);
  });

  it('counts a record that is too large or too deep for its path, in no group', async () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 10_000_000 });
    const clock = new FakeClock();
    const deep = `${'{"x":'.repeat(60)}1${'}'.repeat(60)}`;
    for (const json of ['{"a":[{"status":"ok"}]}', deep]) {
      const data = new TextEncoder().encode(json);
      const plain = recordOf({ shardId: 's', arrivalMs: 1_000_000, status: undefined });
      view.append('s', [{ ...plain, data }], 0);
    }
    const counter = new HistogramCounter(() => view.countable, clock);
    const path = '$..[?@.status].status';
    const histogram = await counted(counter, clock, { by: 'path', path });
    assert.deepEqual(
      histogram?.groups.map(({ name, counts }) => [
        name,
        counts.reduce((sum, count) => sum + count, 0),
      ]),
      [
        ['ok', 1],
        [undefined, 1],
      ],
    );
  });

  it('names a group by the digits of a number and the beginning of what is nested deep', async () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 10_000_000 });
    const clock = new FakeClock();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const json of ['{"id":12345678901234567890}', `{"id":${deep}}`]) {
      const data = new TextEncoder().encode(json);
      const plain = recordOf({ shardId: 's', arrivalMs: 1_000_000, status: undefined });
      view.append('s', [{ ...plain, data }], 0);
    }
    const counter = new HistogramCounter(() => view.countable, clock);
    const histogram = await counted(counter, clock, { by: 'path', path: 'id' });
    assert.deepEqual(
      histogram?.groups.map(({ name }) => name?.slice(0, 20)),
      ['12345678901234567890', '['.repeat(20)],
    );
  });

  it('refuses a path that is none', async () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 1_000 });
    const counter = new HistogramCounter(() => view.countable, new FakeClock());
    await assert.rejects(counter.count({ split: { by: 'path', path: 'a[' } }), {
      code: 'invalidInput',
    });
  });
});

function compare(
  histogram: Histogram | undefined,
  model: { kept: Kept[]; wanted: string | undefined; split: HistogramSplit },
  message: string,
): void {
  const { kept, wanted, split } = model;
  if (!histogram) {
    assert.equal(kept.length, 0, message);
    return;
  }
  const { fromMs, stepMs, total, shown, groups } = histogram;
  const countsOf = (records: readonly Kept[]): number[] => {
    const counts = total.map(() => 0);
    for (const { arrivalMs } of records) {
      const bucket = Math.floor((arrivalMs - fromMs) / stepMs);
      counts[bucket] = (counts[bucket] ?? Number.NaN) + 1;
    }
    return counts;
  };
  const matching = kept.filter(({ status }) => wanted === undefined || status === wanted);
  assert.deepEqual({ total, shown }, { total: countsOf(kept), shown: countsOf(matching) }, message);
  const nameOf = (record: Kept): string | undefined =>
    split.by === 'shard' ? record.shardId : record.status;
  const named = new Set(groups.flatMap(({ name }) => (name === undefined ? [] : [name])));
  const expected = groups.map(({ name }) => ({
    name,
    counts: countsOf(
      matching.filter((record) =>
        name === undefined ? !named.has(nameOf(record) ?? '') : nameOf(record) === name,
      ),
    ),
  }));
  assert.deepEqual(groups, expected, message);
  assert.equal(groups.length > 0, split.by !== 'nothing' && matching.length > 0, message);
  assert.ok(named.size <= 8, message);
  assert.deepEqual([...named], [...named].sort(), message);
}
