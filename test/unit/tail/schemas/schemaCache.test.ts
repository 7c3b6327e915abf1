import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../../src/base/errors.ts';
import type { SchemaId, SchemaText } from '../../../../src/tail/schemas/schema.ts';
import { SchemaCache } from '../../../../src/tail/schemas/schemaCache.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const SCHEMA: SchemaText = { format: 'AVRO', text: '"int"', origin: 'a file' };
const id = (number: number): SchemaId => ({ kind: 'confluent', id: number });

function setUp(fetch: (id: SchemaId, signal: AbortSignal) => Promise<SchemaText>): {
  cache: SchemaCache;
  clock: FakeClock;
  fetched: SchemaId[];
  changes: () => number;
} {
  const clock = new FakeClock();
  const fetched: SchemaId[] = [];
  const source = {
    has: () => true,
    fetch: (wanted: SchemaId, signal: AbortSignal) => {
      fetched.push(wanted);
      return fetch(wanted, signal);
    },
  };
  const cache = new SchemaCache({ source, clock });
  let changes = 0;
  cache.onChanged(() => changes++);
  return { cache, clock, fetched, changes: () => changes };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SchemaCache', () => {
  it('fetches a schema once, and says when it has come', async () => {
    const { cache, fetched, changes } = setUp(() => Promise.resolve(SCHEMA));
    assert.deepEqual([cache.find(id(1)).name, cache.find(id(1)).name], ['waiting', 'waiting']);
    await settled();
    assert.deepEqual([cache.find(id(1)).name, changes(), fetched.length], ['ready', 1, 1]);
    cache.dispose();
  });

  it('keeps a failure for a minute and then tries again', async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(new ExpectedError('accessDenied', 'Ask for glue:GetSchemaVersion.'));
    const { cache, clock, fetched } = setUp(refuse);
    cache.find(id(1));
    await settled();
    const failed = { name: 'failed', message: 'Ask for glue:GetSchemaVersion' };
    assert.deepEqual(cache.find(id(1)), failed);
    await clock.advance(59_000);
    assert.deepEqual([cache.find(id(1)), fetched.length], [failed, 1]);
    await clock.advance(2_000);
    assert.deepEqual([cache.find(id(1)).name, fetched.length], ['waiting', 2]);
    await settled();
    cache.dispose();
  });

  it('says what is wrong with a schema that cannot be understood', async () => {
    const { cache } = setUp(() => Promise.resolve({ ...SCHEMA, text: '{"type":"Nope"}' }));
    cache.find(id(1));
    await settled();
    const state = cache.find(id(1));
    assert.match(state.name === 'failed' ? state.message : '', /unknown type/);
    cache.dispose();
  });

  it('fetches four at a time, and the others when one has come', async () => {
    const open: (() => void)[] = [];
    const { cache, fetched } = setUp(
      () => new Promise((resolve) => open.push(() => resolve(SCHEMA))),
    );
    for (let number = 0; number < 10; number++) cache.find(id(number));
    assert.equal(fetched.length, 4);
    open[0]?.();
    await settled();
    cache.find(id(7));
    assert.deepEqual(fetched.slice(4), [id(7)]);
    cache.dispose();
    for (const finish of open) finish();
    await settled();
  });

  it('keeps 200, and forgets the one that was not asked for longest', async () => {
    const { cache, fetched } = setUp(() => Promise.resolve(SCHEMA));
    for (let number = 0; number < 201; number++) {
      cache.find(id(number));
      await settled();
      cache.find(id(0));
    }
    assert.equal(fetched.length, 201);
    assert.deepEqual([cache.find(id(0)).name, cache.find(id(1)).name], ['ready', 'waiting']);
    await settled();
    cache.dispose();
  });

  it('fetches everything anew once told to forget', async () => {
    const { cache, fetched, changes } = setUp(() => Promise.resolve(SCHEMA));
    cache.find(id(1));
    await settled();
    cache.forget();
    assert.deepEqual([cache.find(id(1)).name, fetched.length, changes()], ['waiting', 2, 2]);
    await settled();
    cache.dispose();
  });

  it('ends what it fetches when it is disposed, and says nothing more', async () => {
    let signal: AbortSignal | undefined;
    const { cache, changes } = setUp((_, given) => {
      signal = given;
      return new Promise((_resolve, reject) => {
        given.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      });
    });
    cache.find(id(1));
    cache.dispose();
    await settled();
    assert.deepEqual([signal?.aborted, changes()], [true, 0]);
  });
});
