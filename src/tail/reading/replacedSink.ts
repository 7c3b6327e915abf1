import type { FollowerSink } from './streamFollower.ts';
import { RoomGate } from './waiting.ts';

/** Takes nothing and tells nobody; who waits for room waits until their signal aborts. */
const DEAF: FollowerSink = {
  take: (_shardId, _records, from) => from,
  isFull: () => false,
  room: (signal) => new RoomGate().wait(signal),
  onListed: () => undefined,
  onChosen: () => undefined,
  onStarted: () => undefined,
  onPositioned: () => undefined,
  onAnswer: () => undefined,
  onThrottle: () => undefined,
  onPush: () => undefined,
  onTrouble: () => undefined,
  onStreamTrouble: () => undefined,
  onEnded: () => undefined,
  onStopped: () => undefined,
  onFailed: () => undefined,
};

/**
 * The sink until its run is replaced. The readers of that run end later, when the window and the
 * statistics that the sink tells are of the next one.
 */
export function untilReplaced(sink: FollowerSink, isReplaced: () => boolean): FollowerSink {
  return new Proxy(sink, {
    get: (told, name) => Reflect.get(isReplaced() ? DEAF : told, name) as unknown,
  });
}
