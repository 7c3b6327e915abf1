import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  DeleteStreamCommand,
  PutRecordCommand,
  PutRecordsCommand,
  UpdateMaxRecordSizeCommand,
} from '@aws-sdk/client-kinesis';
import { createConnection } from '../../src/aws/sdk.ts';
import type { TailSession } from '../../src/tail/session.ts';
import { BreakableProxy } from '../support/breakableProxy.ts';
import { control } from '../support/control.ts';
import { eventually } from '../support/eventually.ts';
import { pushedShards, READING_WAYS, shownTexts, tailOver, until } from '../support/tails.ts';
import { StreamName, TailWorld } from '../support/tailWorld.ts';

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;
const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;

/** What goes wrong while a tail is open, on the real engine over the SDK. */
for (const way of READING_WAYS) {
  describe(`a tail by ${way} on a bad day`, () => {
    let world: TailWorld;
    beforeEach(async () => {
      world = await TailWorld.start({
        isKept: true,
        args: ['--limits', 'off', '--transition-ms', '0'],
      });
    });
    afterEach(() => world.stop());

    /** Resolves when it reads, and in the way that is meant. */
    async function reading(session: TailSession, shards = 2): Promise<void> {
      await until(session, () => session.state.phase.name === 'running');
      if (way === 'push') await until(session, () => pushedShards(session) === shards);
    }

    it('shows each acknowledged record once when the engine is killed while it takes records', async () => {
      const session = world.tail(way);
      await reading(session);
      const acknowledged: string[] = [];
      let round = 0;
      for (let kill = 0; kill < 3; kill++) {
        const writing = (async () => {
          // Ends with the put that the kill cuts off.
          for (;;) {
            const text = `${kill}/${round++}`;
            await world.put(text);
            acknowledged.push(text);
          }
        })().catch(() => undefined);
        await until(session, () => session.counts.received >= (kill + 1) * 30);
        await world.kill();
        await writing;
        await world.startAgain();
      }
      await world.put('last');
      acknowledged.push('last');
      await until(session, () => shownTexts(session).includes('last'));
      await until(session, () => session.counts.received >= acknowledged.length);
      const texts = shownTexts(session);
      assert.deepEqual(
        acknowledged.filter((text) => !texts.includes(text)),
        [],
      );
      assert.equal(new Set(texts).size, texts.length);
      // At most the put that each kill cut off was kept without a word.
      assert.ok(texts.length - acknowledged.length <= 3);
    });

    it('loses and repeats nothing where iterators expire, subscriptions end and reads are throttled', async () => {
      const session = world.tail(way);
      await reading(session);
      await control(world.endpoint, 'injectFault', { kind: 'expireIterators', share: 0.03 });
      await control(world.endpoint, 'injectFault', { kind: 'throttleReads', share: 0.3 });
      const put: string[] = [];
      for (let round = 0; round < 4; round++) {
        for (let index = 0; index < 10; index++) {
          put.push(`${round}/${index}`);
          await world.put(`${round}/${index}`);
        }
        await until(session, () => session.counts.received > round * 10);
        // More than the five minutes that an iterator and a subscription last.
        await control(world.endpoint, 'advanceClock', { byMs: 301_000 });
      }
      await until(session, () => session.counts.received >= put.length);
      assert.deepEqual(shownTexts(session).sort(), put.sort());
    });

    it('has no part in what becomes of another window that tails the same stream', async () => {
      const sessions = [world.tail(way), world.tail(way)];
      for (const session of sessions) await reading(session);
      for (let index = 0; index < 20; index++) {
        if (index === 10) sessions[0]?.dispose();
        await world.put(String(index).padStart(2, '0'));
      }
      const [, other] = sessions;
      if (!other) throw new Error('There is no other');
      await until(other, () => other.counts.received >= 20);
      assert.deepEqual(
        shownTexts(other).sort(),
        Array.from({ length: 20 }, (_, index) => String(index).padStart(2, '0')),
      );
      assert.equal(pushedShards(other), way === 'push' ? 2 : 0);
    });

    it('says that the stream was deleted', async () => {
      const session = world.tail(way);
      await reading(session);
      await world.client.send(
        new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }),
      );
      await until(session, () => session.state.phase.name === 'failed');
      assert.match(
        JSON.stringify(session.state.phase),
        /The stream s does not exist, or no longer\./,
      );
    });

    it('goes on with a stream that was made anew under the same name', async () => {
      const session = world.tail(way);
      await reading(session);
      await world.put('of the old stream');
      await until(session, () => session.counts.received === 1);
      await world.client.send(
        new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }),
      );
      // Sequence numbers begin with the second of their shard's making, which no real stream shares.
      await control(world.endpoint, 'advanceClock', { byMs: 1_000 });
      // Refused while the old one is being deleted.
      await eventually(() => world.createStream(2).then(() => true));
      for (let index = 0; index < 10; index++) await world.put(`new ${index}`);
      await until(
        session,
        () => session.state.phase.name === 'failed' || session.counts.received === 11,
      );
      if (session.state.phase.name === 'failed') session.resume();
      await until(session, () => session.counts.received >= 11);
      assert.deepEqual(shownTexts(session).sort(), [
        ...Array.from({ length: 10 }, (_, index) => `new ${index}`),
        'of the old stream',
      ]);
    });

    it('goes on where records expired before they could be read', async () => {
      const session = world.tail(way, { windowRecordsMax: 5 });
      await reading(session);
      session.pause();
      for (let index = 0; index < 20; index++) await world.put(`old ${index}`);
      await until(session, () => session.counts.waiting > 0);
      await control(world.endpoint, 'advanceClock', { byMs: 25 * HOUR_MS });
      const before = session.counts.received;
      // Read at once where the window has room left.
      await world.put('kept');
      session.resume();
      await until(session, () => shownTexts(session).includes('kept'));
      const texts = shownTexts(session);
      assert.equal(new Set(texts).size, texts.length);
      assert.ok(session.counts.received > before);
      assert.equal(session.state.phase.name, 'running');
    });

    it('shows records of 10 MiB, and many of 1 MiB within its bytes', async () => {
      await world.client.send(
        new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 10_240 }),
      );
      await world.active();
      const session = world.tail(way, { windowBytesMax: 12 * MIB });
      await reading(session);
      const large = Buffer.alloc(10 * MIB - 1, 'ä');
      await world.client.send(new PutRecordCommand({ StreamName, PartitionKey: 'l', Data: large }));
      await until(session, () => session.counts.received === 1);
      const { generation } = session.counts;
      const whole = session.wholeRecord({ generation, ordinal: 0 });
      assert.ok(large.equals(whole?.data ?? new Uint8Array()));
      for (let put = 0; put < 8; put++) {
        const Records = Array.from({ length: 5 }, (_, index) => ({
          PartitionKey: `${put} ${index}`,
          Data: Buffer.alloc(MIB - 10, put),
        }));
        await world.client.send(new PutRecordsCommand({ StreamName, Records }));
      }
      await until(session, () => session.counts.received === 41);
      const { dropped, windowRecords, windowBytes } = session.counts;
      assert.deepEqual([dropped, windowRecords], [41 - 12, 12]);
      assert.ok(windowBytes <= 12 * MIB);
    });

    for (const [what, breaks] of [
      ['cut', (proxy: BreakableProxy) => proxy.cut()],
      ['silent', (proxy: BreakableProxy) => proxy.silence()],
    ] as const) {
      it(`loses and repeats nothing while the network is ${what}, and after`, async () => {
        const proxy = await BreakableProxy.before(world.endpoint);
        const connection = createConnection({
          kind: 'local',
          endpoint: proxy.endpoint,
          region: 'us-east-1',
        });
        const session = tailOver(connection, way);
        session.start();
        try {
          await reading(session);
          await world.put('before');
          await until(session, () => session.counts.received === 1);
          breaks(proxy);
          for (let index = 0; index < 10; index++) await world.put(`away ${index}`);
          if (what === 'cut') await until(session, () => session.state.phase.name === 'waiting');
          proxy.restore();
          for (let index = 0; index < 10; index++) await world.put(`back ${index}`);
          await until(session, () => session.counts.received >= 21);
          await reading(session);
          assert.deepEqual(shownTexts(session).sort(), [
            ...Array.from({ length: 10 }, (_, index) => `away ${index}`),
            ...Array.from({ length: 10 }, (_, index) => `back ${index}`),
            'before',
          ]);
        } finally {
          session.dispose();
          connection.dispose();
          await proxy.close();
        }
      });
    }
  });
}
