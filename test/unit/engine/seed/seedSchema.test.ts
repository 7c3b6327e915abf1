import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../../scripts/lib/paths.mjs';
import { SEED_SCHEMA } from '../../../../src/engine/seed/seedSchema.ts';

test('the schema that VS Code completes by is the one that the engine checks by', () => {
  const path = join(root, 'media/kinesis-seed.schema.json');
  const published: unknown = JSON.parse(readFileSync(path, 'utf8'));
  assert.deepEqual(published, JSON.parse(JSON.stringify(SEED_SCHEMA)));
});
