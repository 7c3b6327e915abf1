import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { resourceAddress } from '../inputShapes.ts';
import { checkPolicy } from '../policies.ts';
import { findResource } from '../resources.ts';
import type { KinesisService } from '../service.ts';

export const putResourcePolicy = operation<KinesisService>()({
  name: 'PutResourcePolicy',
  input: shapes.structure({ ...resourceAddress, Policy: shapes.required(shapes.string()) }),

  async run(kinesis, input, caller) {
    checkPolicy(input.Policy);
    await findResource(kinesis, input.ResourceARN, caller).setPolicy(input.Policy);
    return undefined;
  },
});
