import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { makeAnswerTurns } from '../../../src/aws/answerTurns.ts';

const BODY = new Uint8Array([1]);

test('gives each answer a turn of the event loop of its own', async () => {
  const collect = makeAnswerTurns(() => Promise.resolve(BODY));
  let turn = 0;
  let next = setImmediate(function count() {
    turn++;
    next = setImmediate(count);
  });
  const decodedIn: number[] = [];
  const decode = async (): Promise<void> => {
    assert.equal(await collect(Readable.from([])), BODY);
    decodedIn.push(turn);
  };
  await Promise.all([decode(), decode(), decode(), decode()]);
  clearImmediate(next);
  assert.equal(new Set(decodedIn).size, 4);
});

test('an answer that breaks off holds up no other', async () => {
  let isBroken = true;
  const collect = makeAnswerTurns(() =>
    isBroken ? Promise.reject(new Error('The line is dead')) : Promise.resolve(BODY),
  );
  const broken = collect(Readable.from([]));
  isBroken = false;
  const whole = collect(Readable.from([]));
  await assert.rejects(broken, { message: 'The line is dead' });
  assert.equal(await whole, BODY);
});
