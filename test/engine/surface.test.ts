import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as sdk from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { rawOperation } from '../support/rawHttp.ts';

/** Every operation that the installed SDK has a command for, so that a new version shows what is missing. */
const OPERATIONS = Object.keys(sdk)
  .filter((name) => name.endsWith('Command') && name !== '$Command')
  .map((name) => name.slice(0, -'Command'.length));

describe('the surface of Kinesis Data Streams', () => {
  let engine: Engine;

  before(async () => {
    engine = await startTestEngine();
  });
  after(async () => {
    await engine.stop();
  });

  it('is that of the installed SDK, all of it', async () => {
    const missing: string[] = [];
    for (const operation of OPERATIONS) {
      // A list where a structure belongs is refused before an operation runs, by those that exist.
      const { body } = await rawOperation(engine.ready.http, operation, '[]');
      const { __type: type } = JSON.parse(body) as { __type: string };
      if (type !== 'SerializationException') missing.push(`${operation}: ${type}`);
    }
    assert.deepEqual({ asked: OPERATIONS.length >= 45, missing }, { asked: true, missing: [] });
  });
});
