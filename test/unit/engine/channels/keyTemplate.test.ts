import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkKeyTemplate,
  DEFAULT_KEY_TEMPLATE,
  objectKeyOf,
} from '../../../../src/engine/channels/keyTemplate.ts';

const names = { channelName: 'lake', channelId: 'id', streamName: 'orders' };
const variables = { ...names, timeMs: Date.parse('2026-02-03T04:05:06Z'), extension: '.gz' };

const KEYS = {
  [DEFAULT_KEY_TEMPLATE]:
    'kinesis-channel/lake/id/2026/02/03/04/lake-id-2026-02-03-04-05-suffix.gz',
  'data/stream=!{stream-name}/!{yy}-!{MM}-!{dd}/!{HH}!{mm}!{extension:.json}':
    'data/stream=orders/26-02-03/0405-suffix.json',
  '!{channel-name}/!{channel-id}': 'lake/id-suffix',
};

for (const [template, key] of Object.entries(KEYS)) {
  test(`${template} becomes a key`, () => {
    checkKeyTemplate(template, template.includes('extension') ? 'GZIP' : 'NONE', names);
    assert.equal(objectKeyOf(template, variables, 'suffix'), key);
  });
}

const PROBLEMS = {
  '/data/!{channel-name}!{extension}': 'must not start with a forward slash',
  'data/../!{channel-name}!{extension}': 'must not contain path traversal',
  'data/./!{channel-name}!{extension}': 'must not contain path traversal',
  'data//!{channel-name}!{extension}': 'must not contain consecutive slashes',
  '!{channel-name}!{extension}/!{yyyy}': 'must have its extension placeholder at the end',
  '!{extension}!{extension}': 'must contain at most one extension placeholder',
  'a!{extension:json}': 'must have an extension of a period, lowercase letters and periods',
  'data/!{partition-id}!{extension}': 'uses !{partition-id}, which is not a supported variable',
  'data/!{constructor}!{extension}': 'uses !{constructor}, which is not a supported variable',
  'data/!{channel-name}': 'must end with an extension placeholder when the compression is GZIP',
  'data/!{channel-name/!{extension}': 'has a variable placeholder that is not closed',
  'data:1!{extension}': 'contains characters that are not allowed in a key',
  [`${'x'.repeat(987)}!{extension}`]:
    'must not exceed 986 characters when its variables are expanded',
};

for (const [template, problem] of Object.entries(PROBLEMS)) {
  test(`${template.slice(0, 40)} ${problem}`, () => {
    assert.throws(
      () => {
        checkKeyTemplate(template, 'GZIP', names);
      },
      {
        type: 'InvalidArgumentException',
        message: `OutputKeyTemplate ${template} ${problem}.`,
      },
    );
  });
}
