import * as vscode from 'vscode';
import { type Step, askText, confirm } from '../input/prompts.ts';
import { explicitHashKeyProblem, partitionKeyProblem } from '../input/validation.ts';
import { RECORD_BYTES_MAX } from '../limits.ts';
import type { Command } from './command.ts';
import { confirmPut } from './confirmPut.ts';
import { offer } from './offer.ts';
import { askPayload } from './payload.ts';
import { streamTarget } from './targets.ts';

const TITLE = 'Put Record';

export const putRecord: Command = {
  id: 'kinesis.putRecord',
  async run(context, argument) {
    const target = await streamTarget(context, argument, { title: TITLE });
    const { entry, connect, name } = target;
    const title = `${TITLE} to ${name}`;
    const data = await askPayload({ title, step: 1, steps: 3 }, RECORD_BYTES_MAX);
    const partitionKey = await askText(
      { title, step: 2, steps: 3 },
      { prompt: 'Partition key', value: lastKey, validate: partitionKeyProblem },
    );
    const explicitHashKey = await askExplicitHashKey({ title, step: 3, steps: 3 });
    const record = { data, partitionKey, ...(explicitHashKey === '' ? {} : { explicitHashKey }) };
    await confirmPut(target, 'stream', confirm);
    const { streams } = await connect();
    const { shardId, sequenceNumber } = await streams.putRecord(name, record, context.signal);
    lastKey = partitionKey;
    offer(context, `Put to ${shardId} of ${name} with sequence number ${sequenceNumber}`, {
      'Open Tail There': () =>
        context.tails.open({
          connectionName: entry.name,
          streamName: name,
          position: { type: 'AT_SEQUENCE_NUMBER', sequenceNumber },
          shards: [shardId],
        }),
      'Copy Sequence Number': () => vscode.env.clipboard.writeText(sequenceNumber),
    });
  },
};

/** The key that was used last is mostly the one that is wanted next. */
let lastKey = 'test';

function askExplicitHashKey(step: Step): Promise<string> {
  return askText(step, {
    prompt: 'Explicit hash key (optional): overrides the hash of the partition key',
    placeholder: 'Empty for none',
    validate: explicitHashKeyProblem,
  });
}
