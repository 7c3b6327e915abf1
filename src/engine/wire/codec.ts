import type { AwsErrorType } from './awsError.ts';
import type { StructureShape } from './shapes.ts';

/** A wire protocol: how bodies are read and written. Operations never see it. */
export interface WireCodec {
  readonly contentType: string;
  /** A body that is as usual, straight into what `parseInput` makes of it; undefined for others. */
  scan?(shape: StructureShape, body: Uint8Array): object | undefined;
  /** Throws AwsError `SerializationException`. */
  decode(body: Uint8Array): unknown;
  /** A decoded value as bytes. Throws AwsError `SerializationException`. */
  blobOf(value: unknown): Uint8Array;
  /** A decoded value as epoch milliseconds. Throws AwsError `SerializationException`. */
  timestampOf(value: unknown): number;
  encode(output: object): Uint8Array | string;
  encodeError(error: { type: AwsErrorType; message: string }): Uint8Array | string;
}
