import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { TailCounts } from '../../../src/protocol/webview/tail.ts';
import { Announcements } from '../../../webview/tail/announcements.ts';

const counts: TailCounts = {
  generation: 1,
  revision: 0,
  first: 0,
  end: 1_284,
  order: 'read',
  received: 100_000,
  dropped: 0,
  waiting: 0,
  windowRecords: 100_000,
  windowBytes: 1,
  filter: { pending: 500, errors: 0, lastError: undefined, filterMs: 1 },
};
const judged = { ...counts, filter: { pending: 0, errors: 0, lastError: undefined, filterMs: 1 } };

describe('what a screen reader hears', () => {
  let said: string[];
  let announcements: Announcements;

  beforeEach(() => {
    said = [];
    announcements = new Announcements((text) => said.push(text));
  });

  test('is the count of a filter, once it has judged every record', () => {
    announcements.counts(counts);
    assert.deepEqual(said, []);
    announcements.counts(judged);
    announcements.counts({ ...judged, end: 1_290, windowRecords: 100_010 });
    announcements.counts({ ...judged, generation: 2, end: 0 });
    announcements.counts({ ...judged, generation: 3, end: 7 });
    assert.deepEqual(said, ['1,284 of 100,000 records match', '7 of 100,000 records match']);
  });

  test('is the count of a filter once, whatever the order of its rows', () => {
    const paused = { name: 'paused', full: false } as const;
    const show = (change: Partial<TailCounts>): void => {
      announcements.counts({ ...judged, ...change });
      announcements.order({ ...judged, ...change }, paused);
    };
    show({});
    show({ orderPending: 1_284 });
    show({ generation: 2, order: 'arrival' });
    show({ generation: 3 });
    show({ generation: 4, order: 'arrival' });
    // Another filter: first its matches, then their order.
    show({ generation: 5, end: 7, orderPending: 7 });
    show({ generation: 6, end: 7, order: 'arrival' });
    assert.deepEqual(said, ['1,284 of 100,000 records match', '7 of 100,000 records match']);
  });

  test('is a pause and its end', () => {
    const phases = ['connecting', 'running', 'paused', 'running', 'paused'] as const;
    for (const name of phases) announcements.phase({ name, full: false }, judged);
    announcements.phase({ name: 'running' }, judged);
    announcements.phase({ name: 'paused', full: false }, { ...judged, order: 'arrival' });
    assert.deepEqual(said, ['Paused', 'Running', 'Paused', 'Running']);
  });

  test('is a pause of what had ended too, in whichever order its rows are', () => {
    const byArrival = { ...judged, order: 'arrival' } as const;
    announcements.phase({ name: 'ended' }, byArrival);
    announcements.phase({ name: 'paused', full: false }, byArrival);
    assert.deepEqual(said, ['Paused']);
  });

  test('is another order of the rows, once they are in it', () => {
    const running = { name: 'running' } as const;
    const paused = { name: 'paused', full: false } as const;
    const ended = { name: 'ended' } as const;
    const byArrival = { ...judged, order: 'arrival' } as const;
    const heard = [
      announcements.order(judged, running),
      announcements.order({ ...judged, orderPending: 70_000 }, paused),
      announcements.order(byArrival, paused),
      // Another filter, whose matches are put in order too.
      announcements.order({ ...judged, generation: 5, orderPending: 9 }, paused),
      announcements.order({ ...byArrival, generation: 6 }, paused),
      announcements.order(judged, paused),
      announcements.order(byArrival, ended),
    ];
    assert.deepEqual(heard, [
      undefined,
      undefined,
      'Ordered by arrival time, paused',
      undefined,
      undefined,
      'In the order as read',
      'Ordered by arrival time',
    ]);
  });

  test('is not the order in which a page finds its rows when it is opened again', () => {
    const paused = { name: 'paused', full: false } as const;
    const byArrival = { ...judged, order: 'arrival' } as const;
    const heard = [byArrival, byArrival, judged].map((it) => announcements.order(it, paused));
    assert.deepEqual(heard, [undefined, undefined, 'In the order as read']);
  });

  test('is a new notice, but not each number in it', () => {
    announcements.notice('empty', { kind: 'info', text: 'None of 10 records matches.' });
    announcements.notice('empty', { kind: 'info', text: 'None of 1,020 records matches.' });
    announcements.notice('banner', { kind: 'warning', text: 'The window is full.' });
    announcements.notice('empty', { kind: 'progress', text: 'Filtering 3 records…' });
    announcements.notice('empty', { kind: 'waiting', text: 'Waiting for new records.' });
    announcements.notice('banner', { kind: 'error', text: 'No such stream.' });
    announcements.notice('empty', { kind: 'info', text: 'None of 2,000 records matches.' });
    assert.deepEqual(said, [
      'None of 10 records matches.',
      'The window is full.',
      'None of 2,000 records matches.',
    ]);
  });
});
