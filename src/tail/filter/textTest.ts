import type { RecordTest } from './recordTest.ts';

/**
 * In the key, the sequence number, the shard or the data, without regard to case. The bytes of a
 * payload that is plain UTF-8 are read as Latin-1 when the text is ASCII, which finds the same several
 * times faster, because in UTF-8 the bytes of other characters are never ASCII.
 */
export function textTest(text: string): RecordTest {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i');
  const isByBytes = isAscii(text);
  const isNumber = /^\d+$/.test(text);
  const shards = new Map<string, boolean>();
  const isInShard = (shardId: string): boolean => {
    let known = shards.get(shardId);
    if (known === undefined) shards.set(shardId, (known = pattern.test(shardId)));
    return known;
  };
  return {
    cost: 'bytes',
    holds: (candidate) => {
      if (
        isInShard(candidate.shardId) ||
        pattern.test(candidate.partitionKey) ||
        (isNumber && candidate.sequenceNumber.includes(text))
      ) {
        return true;
      }
      const data = isByBytes ? candidate.plainData : undefined;
      return pattern.test(data ? latin1(data) : candidate.text);
    },
  };
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= 0x80) return false;
  }
  return true;
}

function latin1(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
}
