import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { copiedText } from '../../../src/host/documents/copiedText.ts';
import { csvLine } from '../../../src/host/documents/csv.ts';
import { type CliTarget, putCommand } from '../../../src/host/documents/putCommand.ts';
import type { GridColumn } from '../../../src/protocol/webview/grid.ts';
import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import { plainDecoder } from '../../../src/tail/decoding.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const target: CliTarget = { streamName: 'orders', region: 'eu-west-1', anyCredentials: false };

function recordOf(
  data: string | Uint8Array,
  partitionKey = 'k',
  explicitHashKey?: string,
): RecordDetail {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return {
    row: {
      shardId: 'shardId-000000000001',
      sequenceNumber: '4966',
      partitionKey,
      arrivalMs: 1_000,
      bytes: bytes.length,
      preview: '',
      isText: true,
    },
    data: bytes,
    encryptionType: undefined,
    sequenceTimeMs: undefined,
    hashKey: '0',
    ...(explicitHashKey === undefined ? {} : { explicitHashKey }),
    decoded: { ...plainDecoder.decode(bytes), isComplete: true },
  };
}

const column = (source: GridColumn['source'], isShown = true): GridColumn => ({ source, isShown });

test('text and CSV have the columns that are shown, in their order, with whole values', () => {
  const columns = [
    column({ kind: 'path', path: '$.speed' }),
    column({ kind: 'field', field: 'size' }, false),
    column({ kind: 'field', field: 'time' }),
    column({ kind: 'path', path: 'id' }),
    column({ kind: 'field', field: 'data' }),
  ];
  const records = [
    { record: recordOf('{"speed":8,\n"id":"a"}'), found: ['8', 'a'] },
    { record: recordOf('plain'), found: ['', ''] },
  ];
  const copy = (format: 'text' | 'csv', timeFormat: 'utc' | 'epoch'): string =>
    copiedText(records, { format, columns: { columns, timeFormat }, target: () => target });
  assert.equal(copy('text', 'epoch'), '8\t1000\ta\t{"speed":8, "id":"a"}\n\t1000\t\tplain');
  assert.equal(
    copy('csv', 'utc'),
    '$.speed,time,id,data\r\n' +
      '8,1970-01-01T00:00:01.000Z,a,"{""speed"":8,\n""id"":""a""}"\r\n' +
      ',1970-01-01T00:00:01.000Z,,plain\r\n',
  );
});

test('a local time says how far it is from UTC', () => {
  const columns = [column({ kind: 'field', field: 'time' })];
  const records = [{ record: recordOf(''), found: [] }];
  const text = copiedText(records, {
    format: 'text',
    columns: { columns, timeFormat: 'local' },
    target: () => target,
  });
  assert.match(text, /^19\d\d-\d\d-\d\dT\d\d:\d\d:01\.000[+-]\d\d:\d\d$/);
  assert.equal(new Date(text).getTime(), 1_000);
});

test('no cell of a CSV is a formula', () => {
  assert.equal(
    csvLine(['=1+1', '+a', '-5', '-5.5e3', '@x', '\tx', 'a=b', '-x"y', '']),
    `'=1+1,'+a,-5,-5.5e3,'@x,'\tx,a=b,"'-x""y",`,
  );
});

test('nor is one of text with tabs, whatever is taken off before it is pasted', () => {
  const columns = [column({ kind: 'path', path: 'a' }), column({ kind: 'path', path: 'b' })];
  const hostile = ['=1+1', '\t=1+1', '"=1+1"', '＝1', ' @x', '-5', '\n-5', 'a=b'];
  const text = copiedText(
    hostile.map((cell) => ({ record: recordOf(''), found: [cell, cell] })),
    { format: 'text', columns: { columns, timeFormat: 'utc' }, target: () => target },
  );
  const cells = [`'=1+1`, `' =1+1`, `'"=1+1"`, `'＝1`, `' @x`, '-5', `' -5`, 'a=b'];
  assert.equal(text, cells.map((cell) => `${cell}\t${cell}`).join('\n'));
});

test('records as JSON are one line each, and as data what they decode to', () => {
  const records = ['{"a":1}', 'x'].map((data) => ({ record: recordOf(data), found: [] }));
  const gzipped: RecordDetail = {
    ...recordOf(Uint8Array.of(0x1f, 0x8b)),
    decoded: { kind: 'json', text: '{"b":2}', isComplete: true, steps: [] },
  };
  const options = { columns: undefined, target: () => target };
  const lines = copiedText(records, { ...options, format: 'json' }).split('\n');
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { data: unknown }).data),
    [{ a: 1 }, 'x'],
  );
  assert.equal(
    copiedText([...records, { record: gzipped, found: [] }], { ...options, format: 'data' }),
    '{"a":1}\nx\n{"b":2}',
  );
});

/** What a shell makes of the command: the arguments that `aws` would get, and its input as base64. */
function runInShell(command: string): { args: string[]; input: string } {
  const output = execFileSync('bash', {
    input: `aws() { printf '%s\\0' "$@"; printf '\\0'; [ -z "$READS" ] || base64 -w 0; }\n${command}\n`,
    encoding: 'utf8',
    env: { ...process.env, READS: command.includes('/dev/stdin') ? '1' : '' },
  });
  const end = output.indexOf('\0\0');
  return { args: output.slice(0, end).split('\0'), input: output.slice(end + 2) };
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

test('a command puts the same record again, whatever is in it', () => {
  const random = seededRandom(3);
  const pieces = [
    `'`,
    '"',
    '$(id)',
    '`x`',
    '\\',
    '\n',
    ' ',
    '-',
    '!',
    '\u0000',
    '\u001b[201~',
    'é',
    '{"a":1}',
  ];
  const randomText = (): string =>
    Array.from(
      { length: Math.floor(random() * 6) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join('');
  const texts = [
    '',
    'file:///etc/passwd',
    'fileb://x',
    '-x',
    ...Array.from({ length: 30 }, randomText),
  ];
  for (const text of texts) {
    const key = randomText() || 'k';
    const { args } = runInShell(putCommand(recordOf(text, key), target));
    const input = valueOf(args, '--cli-input-json');
    const put = input === undefined ? undefined : (JSON.parse(input) as Record<string, string>);
    const data = put?.['Data'] ?? valueOf(args, '--data') ?? '';
    const isRaw = valueOf(args, '--cli-binary-format') === 'raw-in-base64-out';
    assert.deepEqual(
      {
        data: isRaw ? data : Buffer.from(data, 'base64').toString(),
        key: put?.['PartitionKey'] ?? valueOf(args, '--partition-key'),
        stream: put?.['StreamName'] ?? valueOf(args, '--stream-name'),
      },
      { data: text, key, stream: 'orders' },
    );
    assert.doesNotMatch(args.join('\n'), /=fileb?:/i);
    assert.doesNotMatch(args.join(' '), /[\u0000-\u0009\u000b-\u001f]/);
  }
});

test('a command names the endpoint, the profile and the explicit hash key', () => {
  const record = recordOf('{"a":1}', 'key-7', '99');
  assert.deepEqual(
    [
      putCommand(record, { ...target, profile: 'acme prod' }),
      putCommand(record, { ...target, endpoint: 'http://127.0.0.1:4567', anyCredentials: true }),
    ],
    [
      `aws kinesis put-record --profile 'acme prod' --region eu-west-1 --stream-name orders ` +
        `--partition-key=key-7 --explicit-hash-key 99 --cli-binary-format raw-in-base64-out --data='{"a":1}'`,
      `AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws kinesis put-record ` +
        `--endpoint-url http://127.0.0.1:4567 --region eu-west-1 --stream-name orders ` +
        `--partition-key=key-7 --explicit-hash-key 99 --cli-binary-format raw-in-base64-out --data='{"a":1}'`,
    ],
  );
});

test('data too long for an argument comes as a document of its own', () => {
  const data = new Uint8Array(300_000).fill(0xfe);
  const { args, input } = runInShell(putCommand(recordOf(data), target));
  assert.equal(valueOf(args, '--data'), 'fileb:///dev/stdin');
  assert.equal(input, Buffer.from(data).toString('base64'));
  const hidden = runInShell(putCommand(recordOf(data, 'k\u0007'), target));
  const put = JSON.parse(Buffer.from(hidden.input, 'base64').toString()) as Record<string, string>;
  assert.deepEqual([put['PartitionKey'], put['Data']?.length], ['k\u0007', 400_000]);
});
