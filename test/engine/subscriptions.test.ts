import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { cbor } from '@smithy/core/cbor';
import {
  CONTROL_HEADER,
  CONTROL_PREFIX,
  CONTROL_ROUTES,
} from '../../src/protocol/engine/control.ts';
import { cborRequest } from '../support/cbor.ts';
import { CLIENT_KINDS, kinesisClient, startTestEngine } from '../support/engine.ts';
import { rawRequest } from '../support/rawHttp.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { SHARD, streamWithConsumer, subscribe } from '../support/subscriber.ts';

const START_MS = 1_700_000_000_250;

describe('subscriptions', () => {
  const MIB = 2 ** 20;

  it('end with the engine, cleanly', async () => {
    const clock = new FakeClock(START_MS);
    const engine = await startTestEngine({}, { clock });
    const seen: unknown[] = [];
    const clients = CLIENT_KINDS.map((kind) => kinesisClient(engine.ready.http, kind));
    const subscribers = [];
    for (const [index, client] of clients.entries()) {
      const arn = await streamWithConsumer(client, clock, `s${String(index)}`);
      const subscriber = await subscribe(client, arn);
      await subscriber.next();
      subscribers.push(subscriber);
    }
    await engine.stop();
    for (const subscriber of subscribers) seen.push(await subscriber.next());
    for (const client of clients) client.destroy();
    assert.deepEqual(seen, [undefined, undefined]);
  });

  it('end when everything is forgotten, and so do their consumers', async (context) => {
    const clock = new FakeClock(START_MS);
    const engine = await startTestEngine({}, { clock });
    const client = kinesisClient(engine.ready.http);
    context.after(async () => {
      client.destroy();
      await engine.stop();
    });
    const arn = await streamWithConsumer(client, clock, 'forgotten');
    const subscriber = await subscribe(client, arn);
    await subscriber.next();
    await rawRequest(engine.ready.http, {
      path: `${CONTROL_PREFIX}${CONTROL_ROUTES.reset.path}`,
      headers: { [CONTROL_HEADER]: '1' },
    });
    await assert.rejects(subscriber.next(), { name: 'ResourceNotFoundException' });
    // Made again, the stream knows nothing of them.
    assert.equal(await streamWithConsumer(client, clock, 'forgotten'), arn);
  });

  it('read a shard at 2 MiB a second', async (context) => {
    const clock = new FakeClock(START_MS);
    const engine = await startTestEngine({}, { clock });
    const client = kinesisClient(engine.ready.http);
    context.after(async () => {
      client.destroy();
      await engine.stop();
    });
    const arn = await streamWithConsumer(client, clock, 'full');
    for (let index = 0; index < 8; index += 1) {
      const Data = Buffer.alloc(MIB - 8);
      await client.send(new PutRecordCommand({ StreamName: 'full', PartitionKey: 'k', Data }));
      await clock.advance(1_000);
    }
    const startMs = clock.nowMs();
    const subscriber = await subscribe(client, arn, { Type: 'TRIM_HORIZON' });
    let bytes = 0;
    const reading = (async () => {
      while (bytes < 8 * (MIB - 8)) {
        for (const { Data } of (await subscriber.next())?.Records ?? []) bytes += Data?.length ?? 0;
      }
    })();
    const excesses: number[] = [];
    while (bytes < 8 * (MIB - 8)) {
      await clock.advance(100);
      // A round trip, so that what was pushed has come.
      await client.send(new ListStreamsCommand({}));
      const allowed = 3 * MIB + (2 * MIB * (clock.nowMs() - startMs)) / 1_000;
      if (bytes > allowed) excesses.push(bytes - allowed);
    }
    await reading;
    subscriber.leave();
    assert.deepEqual(
      [excesses, clock.nowMs() - startMs >= 2_400],
      [[], true],
      `all came within ${String(clock.nowMs() - startMs)} ms`,
    );
  });

  it('push JSON to clients that speak CBOR', async (context) => {
    const clock = new FakeClock(START_MS);
    const engine = await startTestEngine({}, { clock });
    const client = kinesisClient(engine.ready.http);
    context.after(async () => {
      client.destroy();
      await engine.stop();
    });
    const ConsumerARN = await streamWithConsumer(client, clock, 'cbor');
    const response = await cborRequest(
      engine.ready.http,
      'SubscribeToShard',
      cbor.serialize({ ConsumerARN, ShardId: SHARD, StartingPosition: { Type: 'LATEST' } }),
    );
    const Data = Buffer.from('pushed');
    await client.send(new PutRecordCommand({ StreamName: 'cbor', PartitionKey: 'k', Data }));
    let text = '';
    for await (const chunk of response) {
      text += (chunk as Buffer).toString('latin1');
      if (text.includes('"PartitionKey":"k"')) break;
    }
    assert.deepEqual(
      [
        response.statusCode,
        response.headers['content-type'],
        text.includes('initial-response'),
        text.includes(`"Data":"${Data.toString('base64')}"`),
      ],
      [200, 'application/vnd.amazon.eventstream', true, true],
    );
  });
});
