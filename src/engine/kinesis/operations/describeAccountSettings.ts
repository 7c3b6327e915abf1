import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeCommitment } from '../accountSettings.ts';
import type { KinesisService } from '../service.ts';

export const describeAccountSettings = operation<KinesisService>()({
  name: 'DescribeAccountSettings',
  input: shapes.structure({}),

  run(kinesis, _input, caller) {
    const commitment = kinesis.accountSettings.commitment(caller);
    return { MinimumThroughputBillingCommitment: describeCommitment(commitment) };
  },
});
