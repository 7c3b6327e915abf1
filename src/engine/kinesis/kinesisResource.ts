export type Tags = Readonly<Record<string, string>>;

/** What can have tags and, but for a channel, a policy. */
export interface KinesisResource {
  readonly kind: 'stream' | 'consumer' | 'channel';
  readonly name: string;
  readonly account: string;
  readonly tags: Tags;
  readonly policy: string | undefined;
  setTags(tags: Tags): Promise<void>;
  setPolicy(policy: string | undefined): Promise<void>;
}
