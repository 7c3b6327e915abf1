import { ExpectedError } from '../../base/errors.ts';
import { askChoice, askText } from '../input/prompts.ts';
import { deliveryStreamNameProblem } from '../input/validation.ts';
import type { Command, CommandContext } from './command.ts';
import { offer } from './offer.ts';
import { type ConnectionTarget, connectionTarget, streamChoices } from './targets.ts';

const TITLE = 'Create Delivery Stream';

export const createDeliveryStream: Command = {
  id: 'kinesis.createDeliveryStream',
  async run(context, argument) {
    const target = await connectionTarget(context, argument, { title: TITLE });
    const { entry } = target;
    if (entry.kind === 'aws' && entry.endpoints?.firehose === undefined) {
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
    const sourceStreamArn = await askSource(context, target);
    const bucket = await askText(
      { title: TITLE, step: 3, steps: 3 },
      {
        prompt: 'Bucket: a folder of this name stands for S3',
        value: 'local-bucket',
        validate: bucketProblem,
      },
    );
    const { deliveryStreams } = await target.connect();
    await deliveryStreams.createDeliveryStream(
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

async function askSource(context: CommandContext, target: ConnectionTarget): Promise<string> {
  const choices = await streamChoices(context, target, 'Source', ({ name, arn }) => ({
    label: name,
    description: 'data stream',
    value: arn,
  }));
  const directPut = {
    label: 'Direct put',
    detail: 'Producers put records to the delivery stream itself',
    value: '',
  };
  const step = { title: TITLE, step: 2, steps: 3 };
  return askChoice(step, choices.placeholder, [directPut, ...choices.items]);
}

function bucketProblem(text: string): string | undefined {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)
    ? undefined
    : 'A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens';
}
