import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import { silentLog } from '../../../../src/engine/log.ts';
import { AwsError } from '../../../../src/engine/wire/awsError.ts';
import {
  EventStream,
  framesOf,
  type StreamEvent,
} from '../../../../src/engine/wire/eventStream.ts';

/** Reads a frame by its description, and checks both of its sums. */
function read(frame: Uint8Array): { headers: Record<string, string>; payload: unknown } {
  const bytes = Buffer.from(frame);
  const headEnd = 12 + bytes.readUInt32BE(4);
  const bodyEnd = bytes.length - 4;
  assert.deepEqual(
    [bytes.readUInt32BE(0), bytes.readUInt32BE(8), bytes.readUInt32BE(bodyEnd)],
    [bytes.length, crc32(bytes.subarray(0, 8)), crc32(bytes.subarray(0, bodyEnd))],
  );
  const headers: Record<string, string> = {};
  for (let at = 12; at < headEnd;) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    assert.equal(bytes.readUInt8(nameEnd), 7);
    const valueEnd = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1);
    headers[bytes.toString('utf8', at + 1, nameEnd)] = bytes.toString(
      'utf8',
      nameEnd + 3,
      valueEnd,
    );
    at = valueEnd;
  }
  return { headers, payload: JSON.parse(bytes.toString('utf8', headEnd, bodyEnd)) };
}

async function framesFor(
  events: () => AsyncGenerator<StreamEvent>,
): Promise<{ frames: unknown[]; closes: number }> {
  let closes = 0;
  const stream = new EventStream({ events, close: () => (closes += 1) });
  const frames: unknown[] = [];
  for await (const frame of framesOf(stream, silentLog, new AbortController().signal)) {
    frames.push(read(frame));
  }
  return { frames, closes };
}

const INITIAL = {
  headers: {
    ':message-type': 'event',
    ':event-type': 'initial-response',
    ':content-type': 'application/json',
  },
  payload: {},
};

function exception(type: string, message: string): object {
  return {
    headers: {
      ':message-type': 'exception',
      ':exception-type': type,
      ':content-type': 'application/json',
    },
    payload: { message },
  };
}

describe('framesOf', () => {
  it('frames an initial response and each event', async () => {
    const { frames, closes } = await framesFor(async function* () {
      yield await Promise.resolve({ type: 'Grüße', payload: { Data: Buffer.from('hi') } });
    });
    assert.deepEqual(
      [frames, closes],
      [
        [
          INITIAL,
          {
            headers: { ...INITIAL.headers, ':event-type': 'Grüße' },
            payload: { Data: 'aGk=' },
          },
        ],
        1,
      ],
    );
  });

  it('ends with the exception that was thrown', async () => {
    const { frames, closes } = await framesFor(async function* () {
      await Promise.resolve();
      throw new AwsError('ResourceInUseException', 'taken');
    });
    assert.deepEqual(
      [frames, closes],
      [[INITIAL, exception('ResourceInUseException', 'taken')], 1],
    );
  });

  it('calls a failure of its own by the name that clients know', async () => {
    const { frames } = await framesFor(async function* () {
      await Promise.resolve();
      throw new Error('broken');
    });
    assert.deepEqual(frames, [INITIAL, exception('InternalFailureException', 'broken')]);
  });

  it('closes its source when nobody takes the frames', async () => {
    let closes = 0;
    const stream = new EventStream({
      async *events() {
        yield await Promise.resolve({ type: 'never', payload: {} });
      },
      close: () => (closes += 1),
    });
    for await (const frame of framesOf(stream, silentLog, new AbortController().signal)) {
      assert.deepEqual(read(frame), INITIAL);
      break;
    }
    assert.equal(closes, 1);
  });
});
