import type { Stream } from './state.ts';

/** What streams must know of the channels that read from them; the channels part answers. */
export interface StreamChannels {
  /** Channels of the stream, in whatever state. */
  countOf(stream: Stream): number;
  /** Such a stream cannot be deleted. */
  hasActive(stream: Stream): boolean;
  /** Channels of an account in a region. */
  countIn(owner: { readonly account: string; readonly region: string }): number;
  /** How many there can be. */
  readonly countMax: number;
}

export const noChannels: StreamChannels = {
  countOf: () => 0,
  hasActive: () => false,
  countIn: () => 0,
  countMax: 0,
};
