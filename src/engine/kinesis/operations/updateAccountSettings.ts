import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeCommitment } from '../accountSettings.ts';
import type { KinesisService } from '../service.ts';

export const updateAccountSettings = operation<KinesisService>()({
  name: 'UpdateAccountSettings',
  input: shapes.structure({
    MinimumThroughputBillingCommitment: shapes.required(
      shapes.structure({ Status: shapes.required(shapes.enumeration('ENABLED', 'DISABLED')) }),
    ),
  }),

  async run(kinesis, input, caller) {
    const { Status: status } = input.MinimumThroughputBillingCommitment;
    const commitment = await kinesis.accountSettings.setCommitment(caller, status);
    return { MinimumThroughputBillingCommitment: describeCommitment(commitment) };
  },
});
