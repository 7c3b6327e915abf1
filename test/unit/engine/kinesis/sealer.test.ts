import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sealer, SEALER_KEY_BYTES } from '../../../../src/engine/kinesis/sealer.ts';
import { ShardIterators } from '../../../../src/engine/kinesis/shardIterators.ts';

const STATE = {
  streamId: 3,
  streamName: 'orders',
  shardIndex: 19_999,
  position: 2 ** 36 - 1,
  issuedMs: 1_700_000_000_000,
};

describe('ShardIterators', () => {
  const sealer = new Sealer(Buffer.alloc(SEALER_KEY_BYTES, 1));
  const iterators = new ShardIterators(sealer);

  it('gives back what it was made of, also in quotes, as text of the length that AWS has', () => {
    const text = iterators.encode(STATE);
    assert.deepEqual(
      [iterators.decode(text), iterators.decode(`"${text}"`), text.slice(0, 10), text.length],
      [STATE, STATE, 'AAAAAAAAAA', 168],
    );
  });

  it('holds a stream name of any length, and is no longer than those of AWS', () => {
    const names = ['a', 'b'.repeat(48), 'c'.repeat(49), 'd'.repeat(128)];
    const texts = names.map((streamName) => iterators.encode({ ...STATE, streamName }));
    assert.deepEqual(
      texts.map((text) => [iterators.decode(text)?.streamName, text.length]),
      names.map((name, index) => [name, [168, 168, 168, 272][index]]),
    );
  });

  it('is never the same twice', () => {
    assert.notEqual(iterators.encode(STATE), iterators.encode(STATE));
  });

  it('knows no iterator that was changed, cut, or made elsewhere', () => {
    const text = iterators.encode(STATE);
    const bytes = Buffer.from(text, 'base64');
    const changed = bytes.map((_, index) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
      return iterators.decode(copy.toString('base64')) === undefined ? 1 : 0;
    });
    const elsewhere = new ShardIterators(new Sealer(Buffer.alloc(SEALER_KEY_BYTES, 2)));
    assert.deepEqual(
      [
        changed.every((isRefused) => isRefused === 1),
        ...[text.slice(0, -8), '', 'x', sealer.seal(Buffer.from('{}'))].map((other) =>
          iterators.decode(other),
        ),
        elsewhere.decode(text),
      ],
      [true, undefined, undefined, undefined, undefined, undefined],
    );
  });
});
