import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isExpected } from '../../../../src/base/errors.ts';
import { HASH_KEY_MAX } from '../../../../src/formats/hashKey.ts';
import { openCapture } from '../../../../src/tail/export/captureFile.ts';
import {
  type CapturedRecord,
  type CaptureHeader,
  captureHeadLine,
  captureLine,
} from '../../../../src/tail/export/captureFormat.ts';
import { CaptureParser } from '../../../../src/tail/export/captureParser.ts';
import { CAPTURE_LINE_BYTES_MAX } from '../../../../src/tail/limits.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const HEADER: CaptureHeader = {
  kinesisCapture: 1,
  streamName: 'orders',
  region: 'eu-west-1',
  capturedAt: '2026-11-20T09:00:00.000Z',
  masked: false,
  shards: [
    { shardId: 'shardId-000000000000', startingHashKey: '0', endingHashKey: String(HASH_KEY_MAX) },
  ],
};
const RECORD: CapturedRecord = {
  shardId: 'shardId-000000000000',
  sequenceNumber: '49',
  partitionKey: 'k',
  arrivalMs: 5,
  data: Buffer.from('hello'),
};
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function parse(text: string | Uint8Array): CapturedRecord[] {
  const parser = new CaptureParser();
  const bytes = typeof text === 'string' ? encode(text) : text;
  return [...parser.push(bytes), ...parser.end()];
}

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  await Promise.resolve();
}

function problemOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    assert.ok(isExpected(error));
    return error.message;
  }
  return 'no problem';
}

describe('a capture', () => {
  it('comes back as it was written, cut into pieces anywhere', async () => {
    const seed = 7;
    const random = seededRandom(seed);
    const whole = (max: number): number => Math.floor(random() * max);
    const records = Array.from({ length: 200 }, (_, index): CapturedRecord => ({
      shardId: `shardId-${whole(4)}`,
      sequenceNumber: String(index),
      partitionKey: ['k', 'ü"\\', '😀'.repeat(256), '\u0000\n'][whole(4)] ?? '',
      ...(whole(2) === 0 ? { explicitHashKey: String(BigInt(whole(1e9)) ** 4n) } : {}),
      arrivalMs: whole(2 ** 40),
      data: Buffer.from(Array.from({ length: whole(40) }, () => whole(256))),
    }));
    const file = encode(captureHeadLine(HEADER) + records.map(captureLine).join(''));
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < file.length;) {
        const length = 1 + whole(300);
        // The same memory again and again, as a reader of files may use it.
        const piece = file.slice(at, at + length);
        yield piece;
        piece.fill(0);
        at += length;
        await Promise.resolve();
      }
    }
    const capture = await openCapture(pieces());
    const read: CapturedRecord[] = [];
    for await (const record of capture.records) read.push(record);
    assert.deepEqual([capture.header, read], [HEADER, records], `seed ${seed}`);
  });

  it('needs no line end after its last record', () => {
    assert.deepEqual(parse(captureHeadLine(HEADER) + captureLine(RECORD).trimEnd()), [RECORD]);
  });

  it('that is cut off anywhere in a record still gives those before it, and tells', async () => {
    const head = captureHeadLine(HEADER);
    const whole = encode(
      head + captureLine(RECORD) + captureLine({ ...RECORD, partitionKey: 'ü' }),
    );
    const second = encode(head + captureLine(RECORD)).length;
    const results = new Set<string>();
    for (let end = second; end <= whole.length; end++) {
      const capture = await openCapture(pieceOf(whole.subarray(0, end)));
      let count = 0;
      for await (const _record of capture.records) count++;
      const place = end === second ? 'between' : end < whole.length - 1 ? 'inside' : 'whole';
      results.add(`${place}: ${count}, ${capture.isCutOff()}`);
    }
    assert.deepEqual([...results], ['between: 1, false', 'inside: 1, true', 'whole: 2, false']);
  });

  it('that is damaged otherwise is not taken for one that is cut off', () => {
    const head = captureHeadLine(HEADER);
    const cut = captureLine(RECORD).slice(0, 40);
    assert.deepEqual(
      [
        `${head}${cut}\n${captureLine(RECORD)}`,
        `${head}${cut}\n`,
        `${head}x`,
        head.slice(0, 40),
      ].map(problemOf),
      [
        'Line 2 of the capture is not JSON.',
        'Line 2 of the capture is not JSON.',
        'Line 2 of the capture is not JSON.',
        'Line 1 of the capture is not JSON.',
      ],
    );
  });

  it('is refused with the line and the reason', () => {
    const head = captureHeadLine(HEADER);
    const broken = (change: object): string =>
      `${head}${JSON.stringify({ ...(JSON.parse(captureLine(RECORD)) as object), ...change })}\n`;
    const header = (change: object): string => `${JSON.stringify({ ...HEADER, ...change })}\n`;
    assert.deepEqual(
      [
        '',
        '{"shardId":"x"}\n',
        header({ kinesisCapture: 2 }),
        header({ extra: 1 }),
        header({ shards: [{ shardId: 'a', startingHashKey: '9', endingHashKey: '8' }] }),
        header({ capturedAt: 'yesterday' }),
        `${head}\n`,
        `${head}[]\n`,
        broken({ explicithashkey: '1' }),
        broken({ explicitHashKey: String(HASH_KEY_MAX + 1n) }),
        broken({ partitionKey: '' }),
        broken({ partitionKey: 'k'.repeat(257) }),
        broken({ arrivalMs: 1.5 }),
        broken({ sequenceNumber: '-1' }),
        broken({ data: 'aGk' }),
        captureHeadLine(HEADER) + captureLine(RECORD) + 'x\n',
      ].map(problemOf),
      [
        'Line 1 of the capture is missing: a capture begins with its header.',
        'Line 1 of the capture is not the header of a capture.',
        'Line 1 of the capture is of a version of the format that this version of the extension cannot read.',
        'Line 1 of the capture has a member "extra" that is not known here.',
        'Line 1 of the capture has a shard whose hash keys end before they start.',
        'Line 1 of the capture has no time as its "capturedAt".',
        'Line 2 of the capture is not JSON.',
        'Line 2 of the capture is not a JSON object.',
        'Line 2 of the capture has a member "explicithashkey" that is not known here.',
        'Line 2 of the capture has no "explicitHashKey" that is a hash key in decimal digits, as a text.',
        'Line 2 of the capture has no "partitionKey" that is a text of 1 to 256 characters.',
        'Line 2 of the capture has no "partitionKey" that is a text of 1 to 256 characters.',
        'Line 2 of the capture has no "arrivalMs" that is a whole number of milliseconds.',
        'Line 2 of the capture has a "sequenceNumber" with something else than digits.',
        'Line 2 of the capture has no "data" that is base64.',
        'Line 3 of the capture is not JSON.',
      ],
    );
  });

  it('cannot make its reader hold an endless line', () => {
    const parser = new CaptureParser();
    const piece = new Uint8Array(1024 * 1024).fill(0x20);
    assert.throws(() => {
      for (let bytes = 0; bytes <= CAPTURE_LINE_BYTES_MAX; bytes += piece.length)
        parser.push(piece);
    }, /Line 1 of the capture is longer than any record/);
  });

  it('never fails in another way, whatever is in the file', () => {
    const seed = 11;
    const random = seededRandom(seed);
    const whole = (max: number): number => Math.floor(random() * max);
    const good = encode(captureHeadLine(HEADER) + captureLine(RECORD) + captureLine(RECORD));
    let refused = 0;
    for (let round = 0; round < 2_000; round++) {
      const bytes = good.slice(0, 1 + whole(good.length));
      for (let change = whole(3); change > 0; change--) bytes[whole(bytes.length)] = whole(256);
      try {
        parse(bytes);
      } catch (error) {
        assert.ok(
          isExpected(error) && error.code === 'invalidInput',
          `seed ${seed}: ${String(error)}`,
        );
        refused++;
      }
    }
    assert.ok(refused > 1_000);
  });
});
