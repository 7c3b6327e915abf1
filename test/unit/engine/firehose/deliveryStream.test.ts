import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  type DeliveryStreamIdentity,
  DeliveryStream,
} from '../../../../src/engine/firehose/deliveryStream.ts';
import type { DeliveryStreamDetails } from '../../../../src/engine/firehose/definition.ts';
import { s3SettingsOf } from '../../../../src/engine/firehose/s3Settings.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import type { ObjectWriter } from '../../../../src/engine/objects/s3Folder.ts';
import { DeliveryStreamTable } from '../../../../src/engine/store/deliveryStreams.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';

const START_MS = Date.parse('2026-02-03T15:04:05Z');
const MIB = 1024 * 1024;
const identity: DeliveryStreamIdentity = { id: 7, region: 'us-east-1', name: 'orders' };

class FakeObjects implements ObjectWriter {
  readonly objects: { bucket: string; key: string; body: Uint8Array }[] = [];
  failure: Error | undefined;
  hold: Promise<void> | undefined;

  async put(object: { bucket: string; key: string; body: Uint8Array }): Promise<void> {
    await this.hold;
    if (this.failure) throw this.failure;
    this.objects.push(object);
  }

  texts(): string[] {
    return this.objects.map(({ body }) => Buffer.from(body).toString());
  }
}

function world(context: TestContext) {
  const store = new Store();
  const clock = new FakeClock(START_MS);
  const objects = new FakeObjects();
  const table = new DeliveryStreamTable(store.database);
  let uuids = 0;
  const dependencies = {
    store,
    table,
    clock,
    log: silentLog,
    random: () => 0,
    uuid: () => `uuid-${String(++uuids)}`,
    objects,
    undeliveredBytesMax: 4 * MIB,
  };
  const open = (
    options: {
      seconds?: number;
      type?: DeliveryStreamDetails['type'];
      compression?: 'GZIP' | 'UNCOMPRESSED';
    } = {},
  ): DeliveryStream => {
    const details: DeliveryStreamDetails = {
      status: 'ACTIVE',
      type: options.type ?? 'DirectPut',
      createdMs: START_MS,
      versionId: '1',
      destination: s3SettingsOf({
        RoleARN: 'arn:aws:iam::000000000000:role/r',
        BucketARN: 'arn:aws:s3:::lake',
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: options.seconds ?? 60 },
        CompressionFormat: options.compression ?? 'UNCOMPRESSED',
      }),
      tags: [],
    };
    const row = table.load().find(({ id }) => id === identity.id);
    if (row === undefined) {
      store.database.exec(
        "INSERT INTO delivery_streams VALUES (7, 'us-east-1', 'orders', '', NULL, NULL)",
      );
    }
    const stream = new DeliveryStream(identity, details, dependencies, row?.pendingObject);
    context.after(() => stream.close());
    return stream;
  };
  return { store, clock, objects, table, open };
}

/** Moves the clock in small steps, because each commit on the way takes a turn of the event loop. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  const steps = 20;
  for (let step = 0; step < steps; step++) {
    await clock.advance(ms / steps);
    for (let turn = 0; turn < 4; turn++) await settle();
  }
}

const text = (value: string): Uint8Array => Buffer.from(value);

describe('a delivery stream', () => {
  test('delivers when the oldest record reaches the interval, records joined as they are', async (t) => {
    const { clock, objects, open, table } = world(t);
    const stream = open();
    await stream.accept([text('a'), text('b\n')]);
    await pass(clock, 30_000);
    await stream.accept([text('c')]);
    await pass(clock, 29_999);
    assert.deepEqual(objects.objects, []);
    await pass(clock, 1);
    assert.deepEqual(
      { objects: objects.objects, left: table.bufferedTotals(identity.id) },
      {
        objects: [
          {
            bucket: 'lake',
            key: '2026/02/03/15/orders-1-2026-02-03-15-04-05-uuid-1',
            body: Buffer.from('ab\nc'),
          },
        ],
        left: { bytes: 0, end: 0, oldestMs: undefined },
      },
    );
  });

  test('delivers at once when the size is reached, and keeps the rest for its own time', async (t) => {
    const { clock, objects, open } = world(t);
    const stream = open();
    await pass(clock, 1000);
    await stream.accept([Buffer.alloc(MIB - 1, 'x')]);
    await pass(clock, 100);
    assert.equal(objects.objects.length, 0);
    await stream.accept([text('yz'), text('later')]);
    await pass(clock, 0);
    assert.deepEqual(
      objects.objects.map(({ body }) => body.length),
      [MIB + 1],
    );
    await pass(clock, 59_999);
    assert.equal(objects.objects.length, 1);
    await pass(clock, 1);
    assert.equal(objects.texts().at(-1), 'later');
  });

  test('an interval of zero delivers without waiting', async (t) => {
    const { clock, objects, open } = world(t);
    const stream = open({ seconds: 0 });
    await stream.accept([text('now')]);
    await pass(clock, 0);
    assert.deepEqual(objects.texts(), ['now']);
  });

  test('compresses with GZIP', async (t) => {
    const { clock, objects, open } = world(t);
    const stream = open({ compression: 'GZIP', seconds: 1 });
    await stream.accept([text('hello')]);
    await pass(clock, 1000);
    // Compression runs in a thread of its own, so no number of settled promises awaits it.
    while (objects.objects.length === 0) await settle();
    const [object] = objects.objects;
    assert.deepEqual(
      [gunzipSync(object?.body ?? new Uint8Array()).toString(), object?.key.slice(-10)],
      ['hello', '-uuid-1.gz'],
    );
  });

  test('a failed object is tried again with growing pauses under the same key', async (t) => {
    const { clock, objects, open } = world(t);
    const stream = open({ seconds: 1 });
    objects.failure = new Error('no space left');
    await stream.accept([text('a')]);
    await pass(clock, 5000);
    await stream.accept([text('b')]);
    objects.failure = undefined;
    await pass(clock, 60_000);
    assert.deepEqual(
      objects.objects.map(({ key, body }) => [key.slice(-6), Buffer.from(body).toString()]),
      [
        ['uuid-1', 'a'],
        ['uuid-2', 'b'],
      ],
    );
  });

  test('what was accepted outlives the engine, and an object in the making is not doubled', async (t) => {
    const { clock, objects, open } = world(t);
    const first = open({ seconds: 1 });
    let release = (): void => undefined;
    objects.hold = new Promise((resolve) => {
      release = resolve;
    });
    await first.accept([text('a')]);
    await pass(clock, 1000);
    await first.accept([text('b')]);
    objects.failure = new DOMException('stopped', 'AbortError');
    const closing = first.close();
    release();
    await closing;
    objects.failure = undefined;
    objects.hold = undefined;
    open({ seconds: 1 });
    await pass(clock, 2000);
    assert.deepEqual(
      objects.objects.map(({ key, body }) => [key.slice(-6), Buffer.from(body).toString()]),
      [
        ['uuid-1', 'a'],
        ['uuid-2', 'b'],
      ],
    );
  });

  test('refuses more while too much is undelivered, and takes it after a delivery', async (t) => {
    const { clock, objects, open } = world(t);
    const stream = open({ seconds: 900 });
    objects.failure = new Error('no space left');
    for (let count = 0; count < 4; count++) await stream.accept([Buffer.alloc(MIB)]);
    await assert.rejects(stream.accept([text('more')]), { type: 'ServiceUnavailableException' });
    objects.failure = undefined;
    await pass(clock, 60_000);
    await stream.accept([text('more')]);
    assert.equal(objects.objects.length, 4);
  });

  for (const [type, kept] of [
    ['DirectPut', ['b']],
    ['KinesisStreamAsSource', ['a', 'b']],
  ] as const) {
    test(`${type}: what cannot be delivered for a day`, async (t) => {
      const { clock, objects, open } = world(t);
      const stream = open({ seconds: 1, type });
      objects.failure = new Error('no space left');
      await stream.accept([text('a')]);
      await pass(clock, 20 * 3_600_000);
      await stream.accept([text('b')]);
      await pass(clock, 4.1 * 3_600_000);
      objects.failure = undefined;
      await pass(clock, 60_000);
      assert.deepEqual(objects.texts(), kept);
    });
  }

  test('closing leaves no timer', async (t) => {
    const { clock, open } = world(t);
    const stream = open();
    await stream.accept([text('a')]);
    await stream.close();
    assert.equal(clock.pending, 0);
  });
});
