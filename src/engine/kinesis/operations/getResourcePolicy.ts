import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { resourceAddress } from '../inputShapes.ts';
import { findResource } from '../resources.ts';
import type { KinesisService } from '../service.ts';

export const getResourcePolicy = operation<KinesisService>()({
  name: 'GetResourcePolicy',
  input: shapes.structure(resourceAddress),

  run(kinesis, input, caller) {
    // The service answers so when there is none; only deleting it is then an error.
    return { Policy: findResource(kinesis, input.ResourceARN, caller).policy ?? '{}' };
  },
});
