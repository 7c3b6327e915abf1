import { ExpectedError } from '../../base/errors.ts';
import type { Connection } from '../../aws/service.ts';
import { askChoice, askText } from '../input/prompts.ts';
import { deliveryStreamNameProblem } from '../input/validation.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';
import { connectionTarget } from './targets.ts';

const TITLE = 'Create Delivery Stream';

export const createDeliveryStream: Command = {
  id: 'kinesis.createDeliveryStream',
  async run(context, argument) {
    const { entry, connection } = await connectionTarget(context, argument, { title: TITLE });
    if (entry.kind === 'aws') {
      // It needs an IAM role and a bucket that exist; the console checks both, we could not.
      throw new ExpectedError(
        'unsupported',
        'Create delivery streams on AWS in the console or with your infrastructure code',
      );
    }
    const name = await askText(
      { title: TITLE, step: 1, steps: 3 },
      {
        prompt: 'Name of the new delivery stream',
        placeholder: 'orders-to-s3',
        validate: deliveryStreamNameProblem,
      },
    );
    const sourceStreamArn = await askSource(connection, context.signal);
    const bucket = await askText(
      { title: TITLE, step: 3, steps: 3 },
      {
        prompt: 'Bucket: a folder of this name stands for S3',
        value: 'local-bucket',
        validate: bucketProblem,
      },
    );
    await connection.deliveryStreams.createDeliveryStream(
      {
        name,
        bucketArn: `arn:aws:s3:::${bucket}`,
        ...(sourceStreamArn === '' ? {} : { sourceStreamArn }),
      },
      context.signal,
    );
    context.tree.refresh(entry);
    offer(context, `The delivery stream ${name} is being created.`, {});
  },
};

async function askSource(connection: Connection, signal: AbortSignal): Promise<string> {
  const { items } = await connection.streams.listStreams({ signal });
  return askChoice({ title: TITLE, step: 2, steps: 3 }, 'Source', [
    {
      label: 'Direct put',
      detail: 'Producers put records to the delivery stream itself',
      value: '',
    },
    ...items.map(({ name, arn }) => ({ label: name, description: 'data stream', value: arn })),
  ]);
}

function bucketProblem(text: string): string | undefined {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)
    ? undefined
    : 'A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens';
}
