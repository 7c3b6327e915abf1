import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { RecordDetail } from '../../../../src/protocol/webview/tail.ts';
import { RecordPane, type RowAddress } from '../../../../webview/tail/detail/recordPane.ts';
import { deferred } from '../deferred.ts';
import { rowOf } from '../tailRows.ts';

function detailOf(ordinal: number): RecordDetail {
  return {
    row: rowOf(ordinal),
    data: new Uint8Array(),
    encryptionType: undefined,
    sequenceTimeMs: undefined,
    hashKey: '0',
    decoded: { kind: 'text', text: '', isComplete: true, steps: [] },
  };
}

const at = (ordinal: number): RowAddress => ({ generation: 1, ordinal });

describe('the record pane', () => {
  let shown: string[];
  let asked: number[];
  let answers: ((detail: RecordDetail | Error | undefined) => Promise<void>)[];
  let pane: RecordPane;

  beforeEach(() => {
    shown = [];
    asked = [];
    answers = [];
    const detail = {
      show: ({ row }: RecordDetail) => void shown.push(row.partitionKey),
      showHint: (text: string) => void shown.push(text),
    };
    pane = new RecordPane(detail, ({ ordinal }) => {
      asked.push(ordinal);
      const { promise, settle } = deferred<RecordDetail | undefined>();
      answers.push(settle);
      return promise;
    });
  });

  test('fetches the selected record and shows it', async () => {
    pane.show(at(5));
    await answers[0]?.(detailOf(5));
    assert.deepEqual(shown, ['key-5']);
  });

  test('skips what was selected in passing', async () => {
    for (const ordinal of [1, 2, 3, 4]) pane.show(at(ordinal));
    await answers[0]?.(detailOf(1));
    await answers[1]?.(detailOf(4));
    assert.deepEqual({ asked, shown }, { asked: [1, 4], shown: ['key-4'] });
  });

  test('says when the record is gone, cannot be read, or none is selected', async () => {
    pane.show(at(1));
    await answers[0]?.(undefined);
    pane.show(at(2));
    await answers[1]?.(new Error('The view was closed'));
    pane.show(at(3));
    pane.show(undefined);
    await answers[2]?.(detailOf(3));
    assert.deepEqual(shown, [
      'This record has left the window: newer ones took its place.',
      'The record could not be read: The view was closed',
      'Select a record to see its content.',
    ]);
  });
});
