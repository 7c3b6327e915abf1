import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../../src/base/errors.ts';
import { keyOf, type SchemaId, type SchemaText } from '../../../../src/tail/schemas/schema.ts';
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
    const { cache, clock, fetched, changes } = setUp(() => Promise.resolve(SCHEMA));
    assert.deepEqual([cache.find(id(1)).name, cache.find(id(1)).name], ['waiting', 'waiting']);
    await clock.advance(0);
    assert.deepEqual([cache.find(id(1)).name, changes(), fetched.length], ['ready', 1, 1]);
    cache.dispose();
  });

  it('tries a failure again each minute, and meanwhile nothing changes', async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(new ExpectedError('accessDenied', 'Ask for glue:GetSchemaVersion.'));
    const { cache, clock, fetched, changes } = setUp(refuse);
    cache.find(id(1));
    await clock.advance(0);
    const failed = { name: 'failed', message: 'Ask for glue:GetSchemaVersion' };
    assert.deepEqual(cache.find(id(1)), failed);
    await clock.advance(59_000);
    assert.deepEqual([cache.find(id(1)), fetched.length], [failed, 1]);
    await clock.advance(2_000);
    assert.deepEqual([cache.find(id(1)), fetched.length], [failed, 2]);
    await clock.advance(2_000);
    assert.deepEqual([cache.find(id(1)), fetched.length, changes()], [failed, 2, 1]);
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
    assert.deepEqual(fetched.slice(4), [id(4)]);
    cache.dispose();
    for (const finish of open) finish();
    await settled();
  });

  it('fetches a schema once, however many the window has', async () => {
    const { cache, clock, fetched, changes } = setUp(() => Promise.resolve(SCHEMA));
    const ids = Array.from({ length: 201 }, (_, number) => id(number));
    // As a filter does: each time that something has changed it looks at all records.
    cache.onChanged(() => ids.forEach((wanted) => cache.find(wanted)));
    for (const wanted of ids) cache.find(wanted);
    await clock.advance(60_000);
    const found = new Set(ids.map((wanted) => cache.find(wanted).name));
    assert.deepEqual(
      [[...found], fetched.length, cache.find(id(0)).name],
      [['ready'], 201, 'ready'],
    );
    assert.ok(changes() > 0 && changes() < 5, `${changes()} changes`);
    cache.dispose();
  });

  it('makes no storm of what only looks like ids, and tells of it seldom', async () => {
    const refuse = (): Promise<never> => Promise.reject(new ExpectedError('notFound', 'None.'));
    const { cache, clock, fetched, changes } = setUp(refuse);
    const ids = Array.from({ length: 2_000 }, (_, number) => id(number));
    const askAll = (): void => ids.forEach((wanted) => cache.find(wanted));
    cache.onChanged(askAll);
    askAll();
    await clock.advance(59_000);
    assert.equal(fetched.length, 240);
    assert.ok(changes() <= 2, `${changes()} changes`);
    await clock.advance(20 * 60_000);
    const before = changes();
    await clock.advance(60_000);
    assert.deepEqual([new Set(fetched.map(keyOf)).size, changes()], [2_000, before]);
    cache.dispose();
    assert.equal(clock.pending, 0);
  });

  it('tells at most once a second that schemas have come', async () => {
    const { cache, clock, changes } = setUp(() => Promise.resolve(SCHEMA));
    for (let number = 0; number < 20; number++) {
      cache.find(id(number));
      await clock.advance(100);
    }
    assert.ok(changes() <= 3, `${changes()} changes`);
    await clock.advance(1_000);
    assert.equal(changes(), 3);
    cache.dispose();
  });

  it('fetches everything anew once told to forget', async () => {
    const { cache, clock, fetched, changes } = setUp(() => Promise.resolve(SCHEMA));
    cache.find(id(1));
    await clock.advance(0);
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
