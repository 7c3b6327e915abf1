import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectKey } from '../../../../src/engine/firehose/objectKey.ts';
import { checkPrefixes } from '../../../../src/engine/firehose/prefix.ts';

const UUID = '0b9ac5bd-3a8a-4d3c-8c3e-6f1a5d6c7e8f';
const NAME = `orders-3-2026-02-03-15-04-05-${UUID}`;

function key(prefix: string, more: { extension?: string; timeZone?: string } = {}): string {
  return objectKey({
    deliveryStreamName: 'orders',
    versionId: '3',
    prefix,
    extension: '',
    timeZone: 'UTC',
    arrivedMs: Date.parse('2026-02-03T15:04:05.999Z'),
    uuid: UUID,
    random: () => 0.999,
    ...more,
  });
}

test('keys follow the prefix as the service evaluates it', () => {
  assert.deepEqual(
    [
      key(''),
      key('raw/'),
      key('raw'),
      key('!{timestamp:yyyy}/x/'),
      key('a!{firehose:random-string}b/'),
      key("d=!{timestamp:yyyy'-'MM}/h=!{timestamp:HH}/"),
      key('', { extension: '.gz' }),
      key('', { timeZone: 'Asia/Tokyo' }),
    ],
    [
      `2026/02/03/15/${NAME}`,
      `raw/2026/02/03/15/${NAME}`,
      `raw2026/02/03/15/${NAME}`,
      `2026/x/${NAME}`,
      `a99999999999b/${NAME}`,
      `d=2026-02/h=15/${NAME}`,
      `2026/02/03/15/${NAME}.gz`,
      `2026/02/04/00/orders-3-2026-02-04-00-04-05-${UUID}`,
    ],
  );
});

test('a random string has eleven letters or digits, fresh each time it occurs', () => {
  let calls = 0;
  const text = objectKey({
    deliveryStreamName: 'orders',
    versionId: '1',
    prefix: '!{firehose:random-string}/!{firehose:random-string}/',
    extension: '',
    timeZone: 'UTC',
    arrivedMs: 0,
    uuid: UUID,
    random: () => (calls++ * 0.377) % 1,
  });
  const [first, second] = text.split('/');
  assert.match(`${String(first)} ${String(second)}`, /^[A-Za-z0-9]{11} [A-Za-z0-9]{11}$/);
  assert.notEqual(first, second);
});

test('prefixes that the service takes are taken', () => {
  const errors = 'errors/!{firehose:error-output-type}/!{timestamp:yyyy}/';
  for (const [prefix, errorPrefix] of [
    ['', ''],
    ['raw/', ''],
    ['raw/', 'errors/'],
    ['raw/', errors],
    ['!{timestamp:yyyy/MM}/', errors],
    ['!{timestamp:yyyy/MM}/', 'errors/'],
  ] as const) {
    assert.doesNotThrow(() => {
      checkPrefixes(prefix, errorPrefix);
    });
  }
});

test('prefixes that the service refuses are refused in its words', () => {
  const errors = '!{firehose:error-output-type}/';
  const refused: [string, string, RegExp][] = [
    [
      '!{timestamp:yyyy}/',
      '',
      /ErrorOutputPrefix cannot be null or empty when Prefix contains expr/,
    ],
    ['', '!{timestamp:yyyy}/', /ErrorOutputPrefix must contain !\{firehose:error-output-type\}/],
    ['!{firehose:error-output-type}/', errors, /error-output-type\} is not allowed in Prefix/],
    ['!{timestamp:bb}/', errors, /!\{timestamp:bb\}: The timestamp pattern letter b/],
    ['!{partitionKeyFromQuery:id}/', errors, /needs dynamic partitioning/],
    ['!{nonsense}/', errors, /!\{nonsense\} is not an expression/],
    ['!{timestamp:yyyy', errors, /an expression is not closed/],
  ];
  for (const [prefix, errorPrefix, message] of refused) {
    assert.throws(
      () => {
        checkPrefixes(prefix, errorPrefix);
      },
      { type: 'InvalidArgumentException', message },
    );
  }
});
