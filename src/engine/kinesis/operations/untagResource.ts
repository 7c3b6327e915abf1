import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { resourceAddress } from '../inputShapes.ts';
import { findResource } from '../resources.ts';
import type { KinesisService } from '../service.ts';
import { removeTags, tagKeys } from '../tags.ts';

export const untagResource = operation<KinesisService>()({
  name: 'UntagResource',
  input: shapes.structure({ TagKeys: shapes.required(tagKeys), ...resourceAddress }),

  async run(kinesis, input, caller) {
    await removeTags(findResource(kinesis, input.ResourceARN, caller), input.TagKeys);
    return undefined;
  },
});
