import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import { streamResource } from '../resources.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { removeTags, tagKeys } from '../tags.ts';

export const removeTagsFromStream = operation<KinesisService>()({
  name: 'RemoveTagsFromStream',
  input: shapes.structure({ TagKeys: shapes.required(tagKeys), ...streamAddress }),

  async run(kinesis, input, caller) {
    await removeTags(streamResource(kinesis, findStream(kinesis, input, caller)), input.TagKeys);
    return undefined;
  },
});
