import type { EngineCore, Part } from '../part.ts';
import type { RecordSink } from './producer.ts';
import { Producers } from './producers.ts';

/** The control calls of simulated producers. Their streams live in the engine's own region. */
export function simulatePart(core: EngineCore): Part {
  const producers = new Producers({
    sink: kinesisSink(core),
    clock: core.clock,
    random: core.random,
  });
  return {
    control: {
      listProducers: () => ({ producers: producers.list() }),
      startProducer: (request) => producers.start(request),
      stopProducer: (request) => producers.stop(request),
    },
    reset: () => producers.stopAll(),
    close: () => producers.close(),
  };
}

function kinesisSink({ kinesis, options }: EngineCore): RecordSink {
  const refOf = (name: string): { region: string; name: string } => ({
    region: options.region,
    name,
  });
  return {
    streamStatus: (streamName) => kinesis.status(refOf(streamName)),
    async createStream({ streamName, shardCount }) {
      await kinesis.createStreamIfAbsent(refOf(streamName), shardCount);
    },
    async putRecords(streamName, records) {
      const results = await kinesis.putRecords(refOf(streamName), records);
      return { throttledCount: results.filter((result) => !result.ok).length };
    },
  };
}
