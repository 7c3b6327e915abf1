import type {
  Connection,
  ConsumersService,
  DeliveryStreamsService,
  Page,
  PageOptions,
  SchemasService,
  StreamsService,
  StreamSummary,
} from '../../../src/aws/service.ts';

/** A connection that can do what the test gives it, and fails the test on anything else. */
export function fakeConnection(can: {
  readonly streams?: Partial<StreamsService>;
  readonly deliveryStreams?: Partial<DeliveryStreamsService>;
  readonly consumers?: Partial<ConsumersService>;
  readonly schemas?: Partial<SchemasService>;
}): Connection {
  return {
    streams: {
      listStreams: refuse,
      describeStreamSummary: refuse,
      describeStream: refuse,
      listShards: refuse,
      createStream: refuse,
      deleteStream: refuse,
      putRecord: refuse,
      putRecords: refuse,
      splitShard: refuse,
      mergeShards: refuse,
      getShardIterator: refuse,
      getRecords: refuse,
      ...can.streams,
    },
    deliveryStreams: {
      listDeliveryStreams: refuse,
      describeDeliveryStreamSummary: refuse,
      describeDeliveryStream: refuse,
      putRecord: refuse,
      createDeliveryStream: refuse,
      deleteDeliveryStream: refuse,
      ...can.deliveryStreams,
    },
    schemas: { getSchemaVersion: refuse, ...can.schemas },
    consumers: {
      listConsumers: refuse,
      registerConsumer: refuse,
      isConsumerActive: refuse,
      deregisterConsumer: refuse,
      subscribe: refuse,
      ...can.consumers,
    },
    dispose: () => undefined,
  };
}

function refuse(): never {
  throw new Error('The test did not expect this call');
}

/** Serves the items page by page; a token is the index of the page's first item. */
export function paged<T>(items: readonly T[]): (options: PageOptions) => Promise<Page<T>> {
  return ({ next, limit = 100 }) => {
    const from = Number(next ?? 0);
    const end = from + limit;
    return Promise.resolve({
      items: items.slice(from, end),
      next: end < items.length ? String(end) : undefined,
    });
  };
}

export function summary(name: string): StreamSummary {
  return { name, arn: `arn:${name}`, status: 'ACTIVE', mode: 'PROVISIONED' };
}
