import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import { reportFailure } from '../../../src/host/panels/requestFailures.ts';

function reported(method: string, error: unknown): object {
  const shown: string[] = [];
  const logged: string[] = [];
  reportFailure(method, error, {
    show: (message) => void shown.push(message),
    log: (text) => void logged.push(text),
  });
  return { shown, logged };
}

test('what failed is shown once, and logged when nobody expected it', () => {
  const gone = new ExpectedError('notFound', 'The record has left the window');
  const defect = new TypeError('undefined is not a function');
  assert.deepEqual(
    [
      reported('copy', gone),
      reported('openRecord', defect),
      reported('restart', gone),
      reported('record', defect),
      reported('rows', defect),
      reported('toString', gone),
      reported('copy', new ExpectedError('cancelled', 'Cancelled')),
    ],
    [
      { shown: [gone.message], logged: [] },
      { shown: [defect.message], logged: ["The page's request openRecord failed"] },
      { shown: [], logged: [] },
      { shown: [], logged: ["The page's request record failed"] },
      { shown: [], logged: ["The page's request rows failed"] },
      { shown: [], logged: [] },
      { shown: [], logged: [] },
    ],
  );
});
