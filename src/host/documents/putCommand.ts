import type { RecordDetail } from '../../protocol/webview/tail.ts';
import { CLI_ARGUMENT_BYTES_MAX } from '../limits.ts';

/** Where a command of the AWS CLI goes. */
export interface CliTarget {
  readonly streamName: string;
  readonly region: string;
  readonly profile?: string | undefined;
  readonly endpoint?: string | undefined;
  /** For servers that take any credentials, of which the CLI insists that there are some. */
  readonly anyCredentials: boolean;
}

/**
 * A command for a POSIX shell and version 2 of the AWS CLI that puts the same record again. The data
 * stands in it as text where that is safe. It is base64 where it is not text, has control characters
 * that a terminal would act on, or begins as the CLI's names of files do (`file://…`): pasting a
 * record must never read a file of the person who pastes it. Data too long for an argument comes
 * from a here-document.
 */
export function putCommand(record: RecordDetail, target: CliTarget): string {
  const { partitionKey } = record.row;
  if (!isPlain(partitionKey)) return inputCommand(record, target);
  const hashKey = record.explicitHashKey;
  const start = [
    ...commonArguments(target),
    `--stream-name ${quote(target.streamName)}`,
    // The equals sign, for a key that begins with a hyphen.
    `--partition-key=${quote(partitionKey)}`,
    ...(hashKey === undefined ? [] : [`--explicit-hash-key ${quote(hashKey)}`]),
  ].join(' ');
  const text = plainText(record.data);
  if (text !== undefined) {
    return `${start} --cli-binary-format raw-in-base64-out --data=${quote(text)}`;
  }
  const base64 = base64Of(record.data);
  if (base64.length <= CLI_ARGUMENT_BYTES_MAX) {
    return `${start} --cli-binary-format base64 --data=${quote(base64)}`;
  }
  return `base64 -d <<'END_OF_DATA' | ${start} --data fileb:///dev/stdin\n${base64}\nEND_OF_DATA`;
}

/** Everything as one JSON text, in which the CLI looks for no names of files. */
function inputCommand({ row, data, explicitHashKey }: RecordDetail, target: CliTarget): string {
  const input = JSON.stringify({
    StreamName: target.streamName,
    PartitionKey: row.partitionKey,
    ...(explicitHashKey === undefined ? {} : { ExplicitHashKey: explicitHashKey }),
    Data: base64Of(data),
  });
  const start = [...commonArguments(target), '--cli-binary-format base64'].join(' ');
  if (input.length <= CLI_ARGUMENT_BYTES_MAX) {
    return `${start} --cli-input-json ${quote(escapeHidden(input))}`;
  }
  return `${start} --cli-input-json file:///dev/stdin <<'END_OF_DATA'\n${escapeHidden(input)}\nEND_OF_DATA`;
}

function commonArguments({ region, profile, endpoint, anyCredentials }: CliTarget): string[] {
  return [
    ...(anyCredentials ? ['AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local'] : []),
    'aws kinesis put-record',
    ...(endpoint === undefined ? [] : [`--endpoint-url ${quote(endpoint)}`]),
    ...(profile === undefined ? [] : [`--profile ${quote(profile)}`]),
    `--region ${quote(region)}`,
  ];
}

function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const HIDDEN_IN_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Whether a person sees all of the text, and the CLI takes it for itself. */
function isPlain(text: string): boolean {
  return text !== '' && !HIDDEN.test(text) && !/^fileb?:/i.test(text);
}

function plainText(data: Uint8Array): string | undefined {
  if (data.length > CLI_ARGUMENT_BYTES_MAX) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
    return isPlain(text.replaceAll('\n', ' ')) ? text : undefined;
  } catch {
    return undefined;
  }
}

function base64Of(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}

/** JSON.stringify leaves hidden characters beyond ASCII as they are. */
function escapeHidden(json: string): string {
  return json.replace(HIDDEN_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}
