import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { copiedText } from '../../../src/host/documents/copiedText.ts';
import { recordDocument } from '../../../src/host/documents/recordDocument.ts';
import type { Condition } from '../../../src/protocol/webview/filter.ts';
import { captureFormat } from '../../../src/tail/export/captureFormat.ts';
import { csv } from '../../../src/tail/export/csv.ts';
import { exportSlices } from '../../../src/tail/export/exportSlices.ts';
import { jsonLines } from '../../../src/tail/export/jsonLines.ts';
import type { RowFormat } from '../../../src/tail/export/rowFormat.ts';
import { TailSession } from '../../../src/tail/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { FakeSource } from '../tail/fakeSource.ts';

const SHARD = 'shardId-000000000000';
const CARD = '4242424242424242';
const SECRETS = [CARD, '4242 4242 4242 4242', '123-45-6789', 'ana.secret@example.com'];
const FORMS: ((secret: string) => string | Uint8Array)[] = [
  (secret) => secret,
  (secret) => `{"a":[{"b":${JSON.stringify(secret)}}],"${secret}":1}`,
  (secret) => gzipSync(`{"x":"${secret}"}`),
  (secret) => Buffer.from(gzipSync(secret)).toString('base64'),
  (secret) => Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(secret), Buffer.from([0xfe])]),
];
const HEADER = {
  kinesisCapture: 1,
  streamName: 's',
  region: 'r',
  capturedAt: '',
  masked: true,
  shards: [],
} as const;

describe('what leaves a tail with masking', () => {
  const clock = new FakeClock();
  let session: TailSession;

  before(async () => {
    const random = seededRandom(3);
    const source = new FakeSource(clock, [SHARD]);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    for (let count = 0; count < 150; count++) {
      const data = pick(FORMS)(pick(SECRETS));
      const put = source.put(SHARD, '', random() < 0.3 ? pick(SECRETS) : 'plain');
      Object.assign(put, { data: typeof data === 'string' ? Buffer.from(data) : data });
    }
    session = new TailSession({
      source,
      clock,
      random: () => 0,
      connectionName: 'production',
      streamName: 's',
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      masking: { rules: ['cardNumber', 'socialSecurityNumber', 'email'], isOn: true },
    });
    session.start();
    await clock.advance(5_000);
  });

  after(() => session.dispose());

  const copied = (): string[] => {
    const { generation, end } = session.counts;
    const records = Array.from({ length: end }, (_, ordinal) => {
      const address = { generation, ordinal };
      const record = session.wholeRecord(address);
      assert.ok(record);
      return { record, found: session.found(address, ['$', '$..b', '$..x']) };
    });
    const columns = ['$', '$..b', '$..x'].map((path) => ({
      source: { kind: 'path' as const, path },
      isShown: true,
    }));
    const target = { streamName: 's', region: 'r', anyCredentials: true };
    return [
      ...(['text', 'json', 'csv', 'data', 'command'] as const).map((format) =>
        copiedText(records, { format, columns: undefined, target: () => target }),
      ),
      copiedText(records, {
        format: 'csv',
        columns: { columns, timeFormat: 'utc' },
        target: () => target,
      }),
      ...records.map(({ record }) => recordDocument(record, 's').text),
    ];
  };

  const exported = (format: RowFormat): string =>
    [...exportSlices(session.snapshot(), format)].map(({ text }) => text).join('');

  const outputs = (): string[] => [
    ...copied(),
    ...[jsonLines, csv, captureFormat(HEADER)].map(exported),
    JSON.stringify([session.open(), session.hotKeys(), session.heatMap(), session.lineage()]),
  ];

  it('has no secret in any format of copies, documents and exports', () => {
    assert.equal(session.counts.end, 150);
    assert.deepEqual(outputs().filter(hasSecret), []);
  });

  it('is not found by what is hidden', async () => {
    const shown = async (condition: Condition): Promise<number> => {
      session.filter({ conditions: [condition] });
      await clock.advance(1_000);
      const { first, end, filter } = session.counts;
      assert.equal(filter?.pending, 0);
      return end - first;
    };
    assert.deepEqual(
      [
        await shown({ kind: 'text', text: 'ana.secret' }),
        await shown({ kind: 'text', text: CARD }),
        await shown({ kind: 'regex', pattern: '123-45-[0-9]{4}' }),
        await shown({ kind: 'key', partitionKeys: SECRETS }),
        await shown({ kind: 'path', path: 'x', operator: 'contains', value: '4242 4242' }),
        await shown({ kind: 'expression', expression: 'data.x.contains("123-45")' }),
      ],
      [0, 0, 0, 0, 0, 0],
    );
    assert.ok((await shown({ kind: 'text', text: '•••• 4242' })) > 10);
    session.filter({ conditions: [] });
  });

  it('has them once masking is off, so the search for them is one', () => {
    session.setMasking(false);
    const found = outputs().map(hasSecret);
    // All but the last, in which keys stand only where there are few of them.
    assert.deepEqual(found.slice(0, -1).filter(Boolean).length, found.length - 1);
  });
});

function hasSecret(output: string): boolean {
  if (isSecret(output)) return true;
  return [...output.matchAll(/[A-Za-z0-9+/]{12,}={0,2}/g)].some(([base64]) => {
    const bytes = Buffer.from(base64, 'base64');
    return isSecret(bytes.toString('latin1')) || isSecret(unpacked(bytes));
  });
}

function unpacked(bytes: Buffer): string {
  try {
    return gunzipSync(bytes).toString();
  } catch {
    return '';
  }
}

function isSecret(text: string): boolean {
  const isDigits = text.replace(/[ -]/g, '').includes(CARD);
  return isDigits || text.includes('123-45-6789') || text.includes('ana.secret');
}
