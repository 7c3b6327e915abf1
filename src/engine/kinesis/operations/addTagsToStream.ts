import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { streamResource } from '../resources.ts';
import { addTags, tagMap } from '../tags.ts';

export const addTagsToStream = operation<KinesisService>()({
  name: 'AddTagsToStream',
  input: shapes.structure({ Tags: shapes.required(tagMap), ...streamAddress }),

  async run(kinesis, input, caller) {
    await addTags(streamResource(kinesis, findStream(kinesis, input, caller)), input.Tags);
    return undefined;
  },
});
