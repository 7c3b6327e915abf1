import { isJson } from '../../formats/jsonText.ts';
import type { SchemaId } from '../schemas/schema.ts';
import type { SchemaCache } from '../schemas/schemaCache.ts';
import { decoded, type DecodeBounds, type Decoder, type StepResult } from './decoder.ts';
import { Payload } from './payload.ts';

/** Reads by the schema that a frame named. */
export function schemaDecoder(schemas: SchemaCache, id: SchemaId): Decoder {
  const state = schemas.find(id);
  return {
    id: 'schema',
    title: state.name === 'ready' ? state.schema.title : 'Schema',
    decode: (payload, bounds) => readBySchema(payload, { schemas, id, bounds }),
  };
}

/** Reads by the schema that the settings give for a stream whose records have no frame. */
export function streamSchema(schemas: SchemaCache, streamName: string): Decoder {
  const id = { kind: 'stream', streamName } as const;
  return {
    id: 'streamSchema',
    title: 'Schema of the stream',
    detect: ({ kind, cameAsText }) =>
      kind === 'unread' && !cameAsText && schemas.has(id) ? 'likely' : undefined,
    decode: (payload, bounds) => readBySchema(payload, { schemas, id, bounds }),
  };
}

/** Values within values: the stack ends before a payload of this size does. */
function readDeep(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new Error('It is nested too deep', { cause: error });
    throw error;
  }
}

function readBySchema(
  payload: Payload,
  options: {
    readonly schemas: SchemaCache;
    readonly id: SchemaId;
    readonly bounds: DecodeBounds;
  },
): StepResult {
  const { schemas, id, bounds } = options;
  if (payload.isCut) return { outcome: 'stopped', note: 'Too large for a preview' };
  const state = schemas.find(id);
  if (state.name === 'waiting') return { outcome: 'waiting', note: 'Fetching the schema' };
  if (state.name === 'failed') return { outcome: 'failed', note: state.message };
  const { schema } = state;
  const json = readDeep(() =>
    schema.read(payload.bytes, { frame: id.kind, charsMax: bounds.bytesMax }),
  );
  const content = isJson(json) ? Payload.ofJson(json) : Payload.ofText(json).as('text', json);
  return decoded(content, schema.note);
}
