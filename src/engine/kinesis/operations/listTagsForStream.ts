import { LIST_TAGS_MAX } from '../../limits.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { describeTags, tagKey } from '../tags.ts';

export const listTagsForStream = operation<KinesisService>()({
  name: 'ListTagsForStream',
  input: shapes.structure({
    Limit: shapes.integer({ min: 1, max: LIST_TAGS_MAX }),
    ExclusiveStartTagKey: tagKey,
    ...streamAddress,
  }),

  run(kinesis, input, caller) {
    const { ExclusiveStartTagKey: after, Limit: limit = LIST_TAGS_MAX } = input;
    const tags = describeTags(findStream(kinesis, input, caller).details.tags).filter(
      (tag) => after === undefined || tag.Key > after,
    );
    return { Tags: tags.slice(0, limit), HasMoreTags: tags.length > limit };
  },
});
