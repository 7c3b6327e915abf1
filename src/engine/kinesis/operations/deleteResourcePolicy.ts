import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { resourceAddress } from '../inputShapes.ts';
import { findResource } from '../resources.ts';
import type { KinesisService } from '../service.ts';

export const deleteResourcePolicy = operation<KinesisService>()({
  name: 'DeleteResourcePolicy',
  input: shapes.structure(resourceAddress),

  async run(kinesis, input, caller) {
    const resource = findResource(kinesis, input.ResourceARN, caller);
    if (resource.policy === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        `No resource policy found for resource ARN ${input.ResourceARN}`,
      );
    }
    await resource.setPolicy(undefined);
    return undefined;
  },
});
