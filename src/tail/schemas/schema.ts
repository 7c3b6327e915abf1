/**
 * Schemas: what Avro and Protobuf payloads mean. A frame or a setting names a schema, `schemaCache.ts`
 * fetches and keeps it, and `avroSchema.ts` and `protobufSchema.ts` read payloads by it. Where
 * schemas come from is the host's business (`SchemaSource`). They are code in a way: the libraries
 * make functions of them, so they come only from places that a person chose (decision 7).
 */
export type SchemaFormat = 'AVRO' | 'PROTOBUF' | 'JSON';

/** What names a schema: the header of a frame, or for the records of a whole stream the settings. */
export type SchemaId =
  | { readonly kind: 'glue'; readonly versionId: string }
  | { readonly kind: 'confluent'; readonly id: number }
  | { readonly kind: 'stream'; readonly streamName: string };

/** A schema as a registry or a file has it. */
export interface SchemaText {
  readonly format: SchemaFormat;
  readonly text: string;
  /** Where it is from, as a person names it: "trucks version 3", "schemas/truck.avsc". */
  readonly origin: string;
  /** The type in it to read by, where no frame says so; default the first. */
  readonly typeName?: string;
  /** What it builds on: for Protobuf by the name that it imports, for Avro in order. */
  readonly references?: readonly { readonly name: string; readonly text: string }[];
}

export interface SchemaSource {
  /** Whether this kind can be had at all; a payload whose schema cannot is not taken for a frame. */
  has(id: SchemaId): boolean;
  /** Rejects with an `ExpectedError` that says what to do. */
  fetch(id: SchemaId, signal: AbortSignal): Promise<SchemaText>;
}

export interface CompiledSchema {
  /** "Avro", "Protobuf". */
  readonly title: string;
  /** What it was read by, and from where. */
  readonly note: string;
  /**
   * Gives JSON that keeps every digit; bytes are base64. Throws for a payload that does not fit, and
   * for JSON of more than `charsMax` characters. It takes memory and time in proportion to the
   * payload, whatever the payload.
   */
  read(payload: Uint8Array, options: ReadOptions): string;
}

export interface ReadOptions {
  readonly frame: SchemaId['kind'];
  readonly charsMax: number;
}

export function keyOf(id: SchemaId): string {
  switch (id.kind) {
    case 'glue':
      return `glue:${id.versionId}`;
    case 'confluent':
      return `confluent:${String(id.id)}`;
    case 'stream':
      return `stream:${id.streamName}`;
  }
}
