import assert from 'node:assert/strict';
import { test } from 'node:test';
import { singularPath } from '../../../../webview/tail/text/singularPath.ts';

test('a path to one value reads the same however it is written', () => {
  const paths = ['speed', '$.speed', "$['speed']", 'position.lat', '$.a[0]["b c"]', "['a'][12]"];
  assert.deepEqual(paths.map(singularPath), [
    '$.speed',
    '$.speed',
    '$.speed',
    '$.position.lat',
    "$.a[0]['b c']",
    undefined,
  ]);
});

test('a path that may lead to several values, or that is none, is left alone', () => {
  const paths = ['$..speed', '$.a[*]', '$[?@.a > 1]', '$.a[-1]', "$['a\\'b']", 'a b', '$.a['];
  assert.deepEqual(
    paths.map(singularPath),
    paths.map(() => undefined),
  );
});
