import { ExpectedError } from '../../base/errors.ts';
import type { ClockState } from '../../protocol/engine/control.ts';
import { CLOCK_ADVANCE_MS_MAX, CLOCK_OFFSET_MS_MAX } from '../limits.ts';
import type { EngineCore, Part } from '../part.ts';
import type { MovableClock } from './movableClock.ts';

/**
 * The engine's clock as something that a test moves: forward, never back, until a reset or a restart.
 * Everything that the engine does by time goes by it, except how long a peer may take to send.
 */
export function clockPart({ clock }: EngineCore): Part {
  return {
    control: {
      advanceClock: (request) => {
        clock.advance(parseAdvance(request, clock));
        return stateOf(clock);
      },
      readClock: () => stateOf(clock),
    },
    reset: () => {
      clock.reset();
    },
  };
}

function parseAdvance(request: unknown, clock: MovableClock): number {
  const byMs =
    typeof request === 'object' && request !== null && 'byMs' in request ? request.byMs : undefined;
  if (
    typeof byMs !== 'number' ||
    !Number.isInteger(byMs) ||
    byMs < 0 ||
    byMs > CLOCK_ADVANCE_MS_MAX
  ) {
    throw new ExpectedError(
      'invalidInput',
      `byMs must be a whole number from 0 to ${String(CLOCK_ADVANCE_MS_MAX)}.`,
    );
  }
  if (clock.offsetMs + byMs > CLOCK_OFFSET_MS_MAX) {
    throw new ExpectedError(
      'invalidInput',
      'The clock is ten years ahead already. A reset or a restart brings it back.',
    );
  }
  return byMs;
}

function stateOf(clock: MovableClock): ClockState {
  return { nowMs: clock.nowMs(), offsetMs: clock.offsetMs };
}
