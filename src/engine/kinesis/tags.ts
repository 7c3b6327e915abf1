import { TAGS_PER_RESOURCE_MAX } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';
import * as shapes from '../wire/shapes.ts';
import type { KinesisResource, Tags } from './kinesisResource.ts';

export const tagKey = shapes.string({ minLength: 1, maxLength: 128 });

export const tagKeys = shapes.list(tagKey, { minLength: 1, maxLength: 50 });

export const tagMap = shapes.map(tagKey, shapes.string({ minLength: 0, maxLength: 256 }), {
  minLength: 1,
  maxLength: 200,
});

const FORBIDDEN = /[^\p{L}\p{Z}\p{N}_./=+\-%@:]/u;

type Tagged = Pick<KinesisResource, 'kind' | 'name' | 'account'>;

/** Throws AwsError for tags that a new stream or consumer cannot have. */
export function checkTags(
  tags: Tags,
  resource: Omit<Tagged, 'kind'>,
  kind: Tagged['kind'] = 'stream',
): void {
  checkTagCharacters(Object.entries(tags).flat(), 'add tags to', { kind, ...resource });
  checkTagCount(tags, { kind, ...resource });
}

/** Throws AwsError when a tag has characters that tags may not have. */
function checkTagCharacters(texts: readonly string[], doing: string, resource: Tagged): void {
  if (texts.some((text) => FORBIDDEN.test(text))) {
    throw new AwsError(
      'InvalidArgumentException',
      'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.',
    );
  }
  // The service lets this one through its first check and then says something else.
  if (texts.some((text) => text.includes('%'))) {
    throw new AwsError(
      'InvalidArgumentException',
      `Failed to ${doing} ${resource.kind} ${resource.name} under account ${resource.account} because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.`,
    );
  }
}

/** Throws AwsError when there are more than a resource may have. */
function checkTagCount(tags: Tags, resource: Tagged): void {
  if (Object.keys(tags).length <= TAGS_PER_RESOURCE_MAX) return;
  throw new AwsError(
    'InvalidArgumentException',
    `Failed to add tags to ${resource.kind} ${resource.name} under account ${resource.account} because a given ${resource.kind} cannot have more than ${String(TAGS_PER_RESOURCE_MAX)} tags associated with it.`,
  );
}

export async function addTags(resource: KinesisResource, added: Tags): Promise<void> {
  checkTagCharacters(Object.entries(added).flat(), 'add tags to', resource);
  const tags = { ...resource.tags, ...added };
  checkTagCount(tags, resource);
  await resource.setTags(tags);
}

export async function removeTags(
  resource: KinesisResource,
  removed: readonly string[],
): Promise<void> {
  checkTagCharacters(removed, 'remove tags from', resource);
  const kept = Object.entries(resource.tags).filter(([key]) => !removed.includes(key));
  await resource.setTags(Object.fromEntries(kept));
}

/** By key, as the listings show them. */
export function describeTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
