import type { SchemaCache } from '../schemas/schemaCache.ts';
import { BUILT_IN_DECODERS } from './all.ts';
import { confluentFrame } from './confluentFrame.ts';
import type { Decoder } from './decoder.ts';
import { glueFrame } from './glueFrame.ts';
import { protobufRaw } from './protobufRaw.ts';
import { streamSchema } from './schemaDecoder.ts';
import { zlibStream } from './zlibStream.ts';

/** The decoders of a stream: what has a strong mark comes before its schemas, guesses after them. */
export function decodersWith(schemas: SchemaCache, streamName: string): readonly Decoder[] {
  const place = BUILT_IN_DECODERS.indexOf(zlibStream);
  return [
    ...BUILT_IN_DECODERS.slice(0, place),
    glueFrame(schemas),
    confluentFrame(schemas),
    streamSchema(schemas, streamName),
    ...BUILT_IN_DECODERS.slice(place),
    protobufRaw,
  ];
}
