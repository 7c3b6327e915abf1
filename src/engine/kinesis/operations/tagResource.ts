import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { resourceAddress } from '../inputShapes.ts';
import { findResource } from '../resources.ts';
import type { KinesisService } from '../service.ts';
import { addTags, tagMap } from '../tags.ts';

export const tagResource = operation<KinesisService>()({
  name: 'TagResource',
  input: shapes.structure({ Tags: shapes.required(tagMap), ...resourceAddress }),

  async run(kinesis, input, caller) {
    await addTags(findResource(kinesis, input.ResourceARN, caller), input.Tags);
    return undefined;
  },
});
