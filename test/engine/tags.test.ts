import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  AddTagsToStreamCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-kinesis';
import { KinesisWorld, StreamARN, StreamName } from '../support/kinesisWorld.ts';
import { outcome } from '../support/outcome.ts';

const STREAM = 'stream s under account 000000000000';

describe('tags', () => {
  let world: KinesisWorld;

  beforeEach(async () => {
    world = await KinesisWorld.start();
  });
  afterEach(async () => {
    await world.stop();
  });

  const add = (Tags: Record<string, string>): Promise<string> =>
    outcome(world.client.send(new AddTagsToStreamCommand({ StreamName, Tags })));

  async function list(ResourceARN: string): Promise<string[]> {
    const { Tags } = await world.client.send(new ListTagsForResourceCommand({ ResourceARN }));
    return (Tags ?? []).map((tag) => `${tag.Key ?? ''}=${tag.Value ?? ''}`);
  }

  it('of a stream are added, listed in pages by key, and removed', async () => {
    await world.create({ ShardCount: 1, Tags: { b: '2', a: '1' } });
    await add({ c: '', b: 'two' });
    const first = await world.client.send(new ListTagsForStreamCommand({ StreamName, Limit: 2 }));
    const second = await world.client.send(
      new ListTagsForStreamCommand({ StreamName, ExclusiveStartTagKey: 'b' }),
    );
    await world.client.send(
      new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a', 'absent'] }),
    );
    assert.deepEqual(
      {
        pages: [first, second].map(({ Tags, HasMoreTags }) => ({ Tags, HasMoreTags })),
        left: await list(StreamARN),
      },
      {
        pages: [
          {
            Tags: [
              { Key: 'a', Value: '1' },
              { Key: 'b', Value: 'two' },
            ],
            HasMoreTags: true,
          },
          { Tags: [{ Key: 'c', Value: '' }], HasMoreTags: false },
        ],
        left: ['b=two', 'c='],
      },
    );
  });

  it('of streams and consumers are reached by ARN', async () => {
    await world.create();
    const { Consumer } = await world.client.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c', Tags: { from: 'start' } }),
    );
    const consumerArn = Consumer?.ConsumerARN ?? '';
    for (const ResourceARN of [StreamARN, consumerArn]) {
      await world.client.send(new TagResourceCommand({ ResourceARN, Tags: { x: '1', y: '2' } }));
      await world.client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['x'] }));
    }
    const absent = outcome(list(`${StreamARN}-absent`));
    assert.deepEqual(
      [await list(StreamARN), await list(consumerArn), await absent],
      [
        ['y=2'],
        ['from=start', 'y=2'],
        'ResourceNotFoundException: Stream s-absent under account 000000000000 not found.',
      ],
    );
  });

  it('are fifty at most, of letters, digits and a few signs', async () => {
    await world.create();
    const many = (count: number, prefix: string): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`${prefix}${String(index)}`, '']),
      );
    const illegal =
      "some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.";
    const invalid =
      'InvalidArgumentException: Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.';
    assert.deepEqual(
      [
        await add({ 'ключ é_./=+-@:': 'Wert 1' }),
        await add({ 'what?': '' }),
        await add({ key: 'a#b' }),
        await add({ 'per%cent': '' }),
        await add(many(49, 'a')),
        await add({ a0: 'again' }),
        await add({ 'one more': '' }),
      ],
      [
        'done',
        invalid,
        invalid,
        `InvalidArgumentException: Failed to add tags to ${STREAM} because ${illegal}`,
        'done',
        'done',
        `InvalidArgumentException: Failed to add tags to ${STREAM} because a given stream cannot have more than 50 tags associated with it.`,
      ],
    );
  });
});
