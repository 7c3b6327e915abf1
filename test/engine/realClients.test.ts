import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as sdk from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { CLIENT_KINDS, kinesisClient, startTestEngine } from '../support/engine.ts';
import { WALK } from '../support/walk.ts';

const OPERATIONS = Object.keys(sdk)
  .filter((name) => name.endsWith('Command') && name !== '$Command')
  .sort();

for (const kind of CLIENT_KINDS) {
  describe(`the whole surface through the SDK's ${kind}`, () => {
    const sent = new Set<string>();
    let engine: Engine;
    let client: sdk.KinesisClient;

    before(async () => {
      engine = await startTestEngine();
      client = kinesisClient(engine.ready.http, kind);
      client.middlewareStack.add(
        (next, { commandName = '' }) =>
          (args) => {
            sent.add(commandName);
            return next(args);
          },
        { step: 'initialize' },
      );
    });
    after(async () => {
      client.destroy();
      await engine.stop();
    });

    for (const [feature, walk] of Object.entries(WALK)) {
      it(feature, () => walk(client));
    }

    it('leaves no operation of the SDK out', () => {
      assert.deepEqual([...sent].sort(), OPERATIONS);
    });
  });
}
