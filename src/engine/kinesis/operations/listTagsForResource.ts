import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { resourceAddress } from '../inputShapes.ts';
import { findResource } from '../resources.ts';
import type { KinesisService } from '../service.ts';
import { describeTags } from '../tags.ts';

export const listTagsForResource = operation<KinesisService>()({
  name: 'ListTagsForResource',
  input: shapes.structure(resourceAddress),

  run(kinesis, input, caller) {
    return { Tags: describeTags(findResource(kinesis, input.ResourceARN, caller).tags) };
  },
});
