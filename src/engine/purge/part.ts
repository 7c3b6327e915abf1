import { ExpectedError } from '../../base/errors.ts';
import type { ControlCalls } from '../../protocol/engine/control.ts';
import type { EngineCore, Part } from '../part.ts';
import { purgeStream } from './purgeStream.ts';

/** Empties streams on request, for a test that wants to start anew without making its streams again. */
export function purgePart(core: EngineCore): Part {
  return {
    control: {
      async purgeStream(request) {
        const { options } = core;
        const { streamName, region = options.region, account = options.account } = parse(request);
        const stream = core.kinesis.find({ account, region, name: streamName });
        if (stream === undefined) {
          throw new ExpectedError('notFound', `There is no stream ${streamName} in ${region}.`);
        }
        return { purgedRecords: await purgeStream(stream, core.kinesis.reader, core.store) };
      },
    },
  };
}

function parse(request: unknown): ControlCalls['purgeStream']['request'] {
  const { streamName, ...where } = (request ?? {}) as Record<string, unknown>;
  const isText = Object.values(where).every((value) => typeof value === 'string');
  if (typeof streamName !== 'string' || !isText) {
    throw new ExpectedError(
      'invalidInput',
      'Say which stream by streamName and, if need be, region and account.',
    );
  }
  return { streamName, ...where };
}
