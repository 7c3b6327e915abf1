import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Poll } from '../../../../webview/tail/shards/poll.ts';
import { deferred } from '../deferred.ts';

function aPoll(): {
  poll: Poll<number>;
  answers: ((answer: number | Error) => Promise<void>)[];
  shown: number[];
} {
  const answers: ((answer: number | Error) => Promise<void>)[] = [];
  const shown: number[] = [];
  const poll = new Poll<number>(
    () => {
      const { promise, settle } = deferred<number>();
      answers.push(settle);
      return promise;
    },
    (answer) => shown.push(answer),
  );
  return { poll, answers, shown };
}

test('a poll asks while it is shown, one request at a time, and outlives a failure', async () => {
  const { poll, answers, shown } = aPoll();
  poll.tick();
  assert.equal(answers.length, 0);
  poll.setShown(true);
  poll.tick();
  assert.equal(answers.length, 1);
  await answers[0]?.(new Error('the host is away'));
  poll.tick();
  await answers[1]?.(7);
  poll.setShown(false);
  poll.tick();
  assert.deepEqual([shown, answers.length], [[7], 2]);
});

test('a poll shows no answer from before it was refreshed, and asks again for it', async () => {
  const { poll, answers, shown } = aPoll();
  poll.setShown(true);
  poll.refresh();
  assert.equal(answers.length, 1);
  await answers[0]?.(1);
  assert.deepEqual([shown, answers.length], [[], 2]);
  await answers[1]?.(2);
  poll.refresh();
  await answers[2]?.(3);
  assert.deepEqual([shown, answers.length], [[2, 3], 3]);
});
