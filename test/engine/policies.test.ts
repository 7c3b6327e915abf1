import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { KinesisWorld, StreamARN } from '../support/kinesisWorld.ts';
import { outcome } from '../support/outcome.ts';

describe('resource policies', () => {
  let world: KinesisWorld;

  beforeEach(async () => {
    world = await KinesisWorld.start();
    await world.create();
  });
  afterEach(async () => {
    await world.stop();
  });

  const put = (ResourceARN: string, Policy: string): Promise<string> =>
    outcome(world.client.send(new PutResourcePolicyCommand({ ResourceARN, Policy })));
  const remove = (ResourceARN: string): Promise<string> =>
    outcome(world.client.send(new DeleteResourcePolicyCommand({ ResourceARN })));

  async function get(ResourceARN: string): Promise<string | undefined> {
    return (await world.client.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy;
  }

  it('are kept as they are given, for streams and for consumers', async () => {
    const { Consumer } = await world.client.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }),
    );
    const Policy = '{ "Version": "2012-10-17", "Statement": [] }';
    for (const arn of [StreamARN, Consumer?.ConsumerARN ?? '']) {
      assert.deepEqual(
        [
          await get(arn),
          await remove(arn),
          await put(arn, Policy),
          await get(arn),
          await remove(arn),
          await get(arn),
        ],
        [
          '{}',
          `ResourceNotFoundException: No resource policy found for resource ARN ${arn}`,
          'done',
          Policy,
          'done',
          '{}',
        ],
      );
    }
  });

  it('must be JSON objects of a bearable size, of something that exists', async () => {
    const invalid = 'InvalidArgumentException: ';
    assert.deepEqual(
      [
        await put(StreamARN, 'no JSON'),
        await put(StreamARN, '[]'),
        await put(StreamARN, `{"Sid":"${'x'.repeat(20 * 1024)}"}`),
        await put(`${StreamARN}/consumer/c:1`, '{}'),
        await put(`${StreamARN}-absent`, '{}'),
      ],
      [
        `${invalid}The policy is not a JSON object.`,
        `${invalid}The policy is not a JSON object.`,
        `${invalid}The policy is larger than 20480 characters.`,
        `ResourceNotFoundException: Consumer ${StreamARN}/consumer/c:1, account 000000000000 not found.`,
        'ResourceNotFoundException: Stream s-absent under account 000000000000 not found.',
      ],
    );
  });
});
