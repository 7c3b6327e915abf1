import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  ExpectedError,
  hasCode,
  isCancellation,
  isExpected,
  messageOf,
  unreachable,
} from '../../../src/base/errors.ts';

describe('ExpectedError', () => {
  it('has a code, a message and a cause', () => {
    const cause = new Error('socket');
    const error = new ExpectedError('networkUnreachable', 'Cannot reach it', { cause });
    assert.deepEqual(
      [error.name, error.code, error.message, error.cause, error instanceof Error],
      ['ExpectedError', 'networkUnreachable', 'Cannot reach it', cause, true],
    );
  });
});

describe('isExpected', () => {
  it('knows the errors of another bundle, which has a class of its own', () => {
    const foreign = Object.assign(new Error('Slow down'), {
      name: 'ExpectedError',
      code: 'throttled',
    });
    const candidates = [foreign, new ExpectedError('throttled', 'x'), new Error('x'), 'throttled'];
    assert.deepEqual(candidates.map(isExpected), [true, true, false, false]);
    assert.equal(hasCode(foreign, 'throttled'), true);
  });
});

describe('hasCode and isCancellation', () => {
  it('know their own kind, and nothing else', () => {
    const cancelled = new ExpectedError('cancelled', 'Closed');
    const aborted = AbortSignal.abort().reason as unknown;
    const canceled = Object.assign(new Error('Canceled'), { name: 'Canceled' });
    const others = [new Error('x'), new ExpectedError('throttled', 'x'), { code: 'cancelled' }, ''];
    assert.deepEqual(
      [cancelled, aborted, canceled, ...others].map((error) => isCancellation(error)),
      [true, true, true, false, false, false, false],
    );
    assert.deepEqual(
      [cancelled, ...others].map((error) => hasCode(error, 'cancelled')),
      [true, false, false, false, false],
    );
  });
});

describe('messageOf', () => {
  it('gives a text for anything that was thrown', () => {
    assert.deepEqual([new Error('a'), 'b', 3, undefined].map(messageOf), [
      'a',
      'b',
      '3',
      'undefined',
    ]);
  });
});

describe('unreachable', () => {
  it('throws when the types were wrong after all', () => {
    assert.throws(
      () => unreachable({ kind: 'new' } as never),
      /Unexpected value: \{"kind":"new"\}/,
    );
  });
});
