import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { SchemaSource } from '../schemas/schema.ts';
import { SchemaCache } from '../schemas/schemaCache.ts';
import { DecodePipeline } from './pipeline.ts';
import { decodersWith } from './withSchemas.ts';

/** What the records of one stream mean: its pipeline, and the schemas that it waits for. */
export class StreamDecoding implements Disposable {
  readonly pipeline: DecodePipeline;
  readonly schemas: SchemaCache;
  private readonly store = new DisposableStore();

  constructor(options: {
    readonly source: SchemaSource;
    readonly clock: Clock;
    readonly streamName: string;
    /** Ids of decoders that run in this order instead of what is detected. */
    readonly pinned?: readonly string[] | undefined;
    readonly onDefect?: (error: unknown) => void;
  }) {
    const { streamName, pinned } = options;
    this.schemas = this.store.add(new SchemaCache(options));
    const decoders = decodersWith(this.schemas, streamName);
    this.pipeline = this.store.add(new DecodePipeline({ decoders, pinned }));
    this.store.add(this.schemas.onChanged(() => this.pipeline.refresh()));
  }

  /** For what ends with this. */
  add(item: Disposable): void {
    this.store.add(item);
  }

  dispose(): void {
    this.store.dispose();
  }
}
