import { request } from 'node:http';
import { ExpectedError } from '../../base/errors.ts';
import {
  CONTROL_HEADER,
  CONTROL_PREFIX,
  CONTROL_ROUTES,
  type ControlCall,
  type ControlCalls,
  type ControlFailure,
  type StopReason,
} from '../../protocol/engine/control.ts';
import {
  CONTROL_ANSWER_BYTES_MAX,
  CONTROL_CALL_MAX_MS,
  LONG_CONTROL_CALL_MAX_MS,
} from '../limits.ts';

const LONG_CALLS: ReadonlySet<ControlCall> = new Set(['applySeed', 'snapshot']);

type Body<Call extends ControlCall> = ControlCalls[Call]['request'];
type Args<Call extends ControlCall> = Body<Call> extends undefined ? [] : [body: Body<Call>];

/**
 * One control call to the engine at `endpoint`. Rejects with `engineStopped` when nobody answers
 * there and with `engineFailed` and the engine's own sentence when it refuses.
 */
export async function callEngine<Call extends ControlCall>(
  endpoint: string,
  call: Call,
  ...args: Args<Call>
): Promise<ControlCalls[Call]['response']> {
  const { method, path } = CONTROL_ROUTES[call];
  const body = args[0] === undefined ? undefined : JSON.stringify(args[0]);
  const url = new URL(CONTROL_PREFIX + path, endpoint);
  const timeoutMs = LONG_CALLS.has(call) ? LONG_CONTROL_CALL_MAX_MS : CONTROL_CALL_MAX_MS;
  const { status, text } = await exchange(url, method, body, { timeoutMs });
  const answer = parse(text, endpoint);
  if (status === 200) return answer as ControlCalls[Call]['response'];
  throw new ExpectedError('engineFailed', (answer as ControlFailure).message);
}

/**
 * Resolves with the reason when the engine stops, which may be never; rejects when it is gone
 * without a word.
 */
export async function awaitStop(endpoint: string, signal: AbortSignal): Promise<StopReason> {
  const { method, path } = CONTROL_ROUTES.awaitStop;
  const url = new URL(CONTROL_PREFIX + path, endpoint);
  const { text } = await exchange(url, method, undefined, { signal });
  return (parse(text, endpoint) as ControlCalls['awaitStop']['response']).reason;
}

function parse(text: string, endpoint: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ExpectedError('engineFailed', `What answers at ${endpoint} is not the local engine`, {
      cause,
    });
  }
}

function exchange(
  url: URL,
  method: string,
  body: string | undefined,
  patience: { signal: AbortSignal } | { timeoutMs: number } = { timeoutMs: CONTROL_CALL_MAX_MS },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => {
      const message = `The local engine at ${url.origin} does not answer`;
      reject(new ExpectedError('engineStopped', message, { cause }));
    };
    const headers = { [CONTROL_HEADER]: '1', 'content-type': 'application/json' };
    const signal = 'signal' in patience ? { signal: patience.signal } : {};
    const outgoing = request(url, { method, headers, agent: false, ...signal }, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > CONTROL_ANSWER_BYTES_MAX) incoming.destroy(new Error('The answer is too long'));
        else chunks.push(chunk);
      });
      incoming.on('error', fail);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    if ('timeoutMs' in patience) {
      outgoing.setTimeout(patience.timeoutMs, () => {
        outgoing.destroy(new Error('No answer in time'));
      });
    }
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}
