import type { RecordTest } from './recordTest.ts';

/**
 * In the key, the sequence number, the shard or the data, without regard to case. The bytes of a
 * payload that is plain UTF-8 are read as Latin-1 when the text is ASCII, which finds the same several
 * times faster, because in UTF-8 the bytes of other characters are never ASCII.
 */
export function textTest(text: string): RecordTest {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i');
  const isByBytes = isAscii(text);
  return {
    cost: 'bytes',
    holds: (candidate) => {
      if (
        pattern.test(candidate.partitionKey) ||
        pattern.test(candidate.sequenceNumber) ||
        pattern.test(candidate.shardId)
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
