import { createHash } from 'node:crypto';
import { AVRO_FILE_SCHEMA_NODES_MAX, AVRO_FILE_SCHEMAS_MAX } from './limits.ts';
import { type AvroReader, avroReader } from '../schemas/avroSchema.ts';

type Compiled = AvroReader | Error;

/**
 * What became of the schemas that files brought: to compile one takes far longer than to read the
 * file, and all files of a stream bring the same. Failures are kept too, since they cost as much.
 */
export class AvroFileSchemas {
  /** By the hash of the schema's text; the one that was used longest ago first. */
  private readonly known = new Map<string, Compiled>();
  private readonly compile: (text: string) => AvroReader;

  constructor(
    compile = (text: string) => avroReader({ text, nodesMax: AVRO_FILE_SCHEMA_NODES_MAX }),
  ) {
    this.compile = compile;
  }

  /**
   * Throws for a schema that is none. Undefined when the schema is not known yet and is longer than
   * `charsMax`.
   */
  readerOf(text: string, charsMax: number): AvroReader | undefined {
    const key = createHash('sha256').update(text, 'utf8').digest('base64');
    const known = this.known.get(key);
    if (!known && text.length > charsMax) return undefined;
    const compiled = known ?? this.compiled(text);
    this.known.delete(key);
    this.known.set(key, compiled);
    if (this.known.size > AVRO_FILE_SCHEMAS_MAX) {
      const [oldest = key] = this.known.keys();
      this.known.delete(oldest);
    }
    if (compiled instanceof Error) throw compiled;
    return compiled;
  }

  private compiled(text: string): Compiled {
    try {
      return this.compile(text);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
