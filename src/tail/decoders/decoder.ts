/**
 * One step of the pipeline: a format that data can be packed in. A decoder is one file here and one
 * line in `all.ts`; `pipeline.ts` decides which runs. It keeps nothing of a payload
 * for the next one, other than what it had to compile.
 */
import type { Payload } from './payload.ts';

export interface Decoder {
  /** In the settings; never changes. */
  readonly id: string;
  /** As a person names it: "gzip", "KPL aggregate". */
  readonly title: string;
  /**
   * Whether the payload looks like its format; absent for what runs only when it is pinned. Called
   * for every record, so it looks at the first bytes first. Never throws.
   */
  readonly detect?: (payload: Payload) => Confidence | undefined;
  /** JSON that holds this text may come out as other JSON; absent: it never does. */
  readonly rewrites?: string;
  /** What it throws counts as a failure with that message. */
  decode(payload: Payload, bounds: DecodeBounds): StepResult;
}

/**
 * `certain`: by its own mark, so a failure is told. `likely`: a weak mark; a failure is told when
 * nothing else reads the data either. `guess`: many payloads look like this by chance, so the
 * result must be something that is known, or it was not this; nobody is told of that, and one guess
 * does not speak for another.
 */
export type Confidence = 'certain' | 'likely' | 'guess';

export interface DecodeBounds {
  /** What comes out is no longer than this. */
  readonly bytesMax: number;
  /** The start of what comes out is enough, for a line of a grid. */
  readonly startOnly: boolean;
}

export type StepResult = StepDecoded | StepUndecoded;

export interface StepDecoded {
  readonly outcome: 'decoded';
  readonly payload: Payload;
  /** What it found: a sentence without its full stop, or empty. */
  readonly note: string;
  /** Of a change record, its image before and after, as JSON. */
  readonly change?: { readonly before: string | undefined; readonly after: string | undefined };
  /** What has to follow, for a frame that names the schema of its content; otherwise detected. */
  readonly next?: Decoder;
}

export interface StepUndecoded {
  /** `waiting`: the decoder's owner has the pipeline run again when the schema has come. */
  readonly outcome: 'failed' | 'waiting' | 'stopped';
  readonly note: string;
  /** More would have come out than the bounds allow. */
  readonly isTooLarge?: boolean;
}

export function decoded(payload: Payload, note = ''): StepDecoded {
  return { outcome: 'decoded', payload, note };
}

export function failed(note: string): StepUndecoded {
  return { outcome: 'failed', note };
}
