import { streamCollector } from '@smithy/node-http-handler';

type Collect = typeof streamCollector;

/**
 * Collects the bodies of answers, and gives each a turn of the event loop of its own to be decoded in.
 * Shards that are polled together answer together, and to decode a large answer takes 10 ms: four in
 * one turn would keep all else of the process waiting for four times as long.
 */
export function makeAnswerTurns(collect: Collect = streamCollector): Collect {
  let last = Promise.resolve();
  return async (body: Parameters<Collect>[0]) => {
    const bytes = await collect(body);
    last = last.then(nextTurn);
    await last;
    return bytes;
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
