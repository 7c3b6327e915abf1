import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/base/event.ts';
import { tellWhenRefused } from '../../../src/host/panels/pushNotice.ts';
import type { TailReading, TailState } from '../../../src/protocol/webview/tail.ts';

test('enhanced fan-out that ends by itself is told of, once', () => {
  const changed = new Emitter<TailState>();
  const told: string[] = [];
  const stateOf = (
    push: TailReading['push'],
    pushMode: TailReading['pushMode'] = 'enhancedFanOut',
  ): TailState =>
    ({
      streamName: 'orders',
      reading: { push, pushMode, consumerName: undefined, refusal: 'Not allowed.' },
    }) as TailState;
  const session = { onState: changed.event, state: stateOf('off') };
  const telling = tellWhenRefused(session, (message) => told.push(message));
  for (const push of ['starting', 'on', 'refused', 'refused', 'off'] as const) {
    changed.fire(stateOf(push));
  }
  changed.fire(stateOf('refused', 'push'));
  assert.deepEqual(told, [
    'Enhanced fan-out of "orders" is not possible, so its shards are polled. Not allowed.',
  ]);
  telling.dispose();
  changed.dispose();
});
