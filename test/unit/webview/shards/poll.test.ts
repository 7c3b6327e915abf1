import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Poll } from '../../../../webview/tail/shards/poll.ts';
import { deferred } from '../deferred.ts';

test('a poll asks while it is shown, one request at a time, and outlives a failure', async () => {
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
