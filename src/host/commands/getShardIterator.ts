import * as vscode from 'vscode';
import type { StartPosition } from '../../formats/position.ts';
import { shortShardId } from '../../formats/shardId.ts';
import { maskingSettings } from '../config.ts';
import { maskedRecords } from '../documents/maskedRecords.ts';
import { parseTimestamp } from '../../formats/timestamp.ts';
import { dataMember, prettyJson, readableData } from '../documents/recordText.ts';
import { type Step, askChoice, askText } from '../input/prompts.ts';
import { sequenceNumberProblem, timestampProblem } from '../input/validation.ts';
import { ITERATOR_READ_RECORDS_MAX } from '../limits.ts';
import { maskingOf } from '../panels/tailMasking.ts';
import type { Command, CommandContext } from './command.ts';
import { offer } from './offer.ts';
import { type StreamTarget, shardTarget, streamTarget } from './targets.ts';

const TITLE = 'Get Shard Iterator';

export const getShardIterator: Command = {
  id: 'kinesis.getShardIterator',
  async run(context, argument) {
    const target = await streamTarget(context, argument, { title: TITLE });
    const shardId = await shardTarget(context, argument, target, {
      title: TITLE,
      step: 1,
      steps: 2,
    });
    const position = await askPosition({ title: TITLE, step: 2, steps: 2 });
    const request = { streamName: target.name, shardId, position };
    const { streams } = await target.connect();
    const iterator = await streams.getShardIterator(request, context.signal);
    await vscode.env.clipboard.writeText(iterator);
    offer(
      context,
      `Copied a ${position.type} iterator for ${shardId}. It is valid for 5 minutes.`,
      {
        'Read From It': () => readFrom(context, target, shardId, iterator),
      },
    );
  },
};

async function askPosition(step: Step): Promise<StartPosition> {
  const type = await askChoice(step, 'Iterator type', [
    { label: 'LATEST', detail: 'What comes from now on', value: 'LATEST' as const },
    {
      label: 'TRIM_HORIZON',
      detail: 'The oldest record that is kept',
      value: 'TRIM_HORIZON' as const,
    },
    {
      label: 'AT_TIMESTAMP',
      detail: 'The first record from a time on',
      value: 'AT_TIMESTAMP' as const,
    },
    {
      label: 'AT_SEQUENCE_NUMBER',
      detail: 'That very record',
      value: 'AT_SEQUENCE_NUMBER' as const,
    },
    {
      label: 'AFTER_SEQUENCE_NUMBER',
      detail: 'The one after it',
      value: 'AFTER_SEQUENCE_NUMBER' as const,
    },
  ]);
  if (type === 'LATEST' || type === 'TRIM_HORIZON') return { type };
  if (type === 'AT_TIMESTAMP') {
    const text = await askText(step, {
      prompt: 'Timestamp: ISO, epoch seconds, or "15 minutes ago"',
      value: '15 minutes ago',
      validate: (value) => timestampProblem(value, Date.now()),
    });
    return { type, timestampMs: parseTimestamp(text, Date.now()) ?? Date.now() };
  }
  const prompt = 'Sequence number';
  return { type, sequenceNumber: await askText(step, { prompt, validate: sequenceNumberProblem }) };
}

/** One GetRecords call, shown as a document. */
async function readFrom(
  context: CommandContext,
  { entry, connect, name }: StreamTarget,
  shardId: string,
  iterator: string,
): Promise<void> {
  const request = { iterator, limit: ITERATOR_READ_RECORDS_MAX };
  const { streams } = await connect();
  const batch = await streams.getRecords(request, context.signal);
  const masking = maskingOf(entry, maskingSettings());
  const records = await maskedRecords(batch.records, masking);
  const answer = {
    stream: name,
    shardId,
    millisBehindLatest: batch.millisBehindLatest ?? null,
    nextShardIterator: batch.nextIterator ?? null,
    ...(masking.isOn ? { note: 'Personal data is masked' } : {}),
    records: records.map((record) => ({
      sequenceNumber: record.sequenceNumber,
      approximateArrivalTimestamp: new Date(record.arrivalMs).toISOString(),
      partitionKey: record.partitionKey,
      ...dataMember(readableData(record.data)),
    })),
  };
  const title = `${name}.shard-${shortShardId(shardId)}.records.json`;
  await context.documents.show([entry.name, title], prettyJson(answer));
}
