import {
  CONTROL_HEADER,
  CONTROL_PREFIX,
  CONTROL_ROUTES,
  type ControlCall,
  type ControlCalls,
  type ControlFailure,
} from '../../src/protocol/engine/control.ts';

/** One control call as anybody could make it. Throws the engine's own sentence when it refuses. */
export async function control<Call extends ControlCall>(
  endpoint: string,
  call: Call,
  body?: unknown,
): Promise<ControlCalls[Call]['response']> {
  const { method, path } = CONTROL_ROUTES[call];
  const answer = await fetch(`${endpoint}${CONTROL_PREFIX}${path}`, {
    method,
    headers: { [CONTROL_HEADER]: '1', connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value: unknown = await answer.json();
  if (answer.status === 200) return value as ControlCalls[Call]['response'];
  throw new Error((value as ControlFailure).message);
}
