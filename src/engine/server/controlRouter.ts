import { ExpectedError, messageOf } from '../../base/errors.ts';
import {
  CONTROL_HEADER,
  CONTROL_ROUTES,
  type ControlCall,
  type ControlFailure,
} from '../../protocol/engine/control.ts';
import type { Log } from '../log.ts';
import type { ControlHandlers } from '../part.ts';
import { AwsError } from '../wire/awsError.ts';
import type { WireResponse } from '../wire/dispatcher.ts';
import type { HttpRequest } from './http.ts';

export interface ControlRequest {
  readonly method: string;
  /** Below the prefix, such as `/health`. */
  readonly path: string;
  readonly hasControlHeader: boolean;
  readonly body: Uint8Array;
}

/** Routes the engine's own calls to the parts' handlers. */
export class ControlRouter {
  private readonly handlers: Partial<ControlHandlers>;
  private readonly log: Log;

  constructor(handlers: Partial<ControlHandlers>, log: Log) {
    this.handlers = handlers;
    this.log = log;
  }

  /** A page cannot send this header without a preflight, which the engine answers only at home. */
  isMarked(request: HttpRequest): boolean {
    return request.headers[CONTROL_HEADER] !== undefined && request.headers.origin === undefined;
  }

  /** Never rejects: every failure has its answer. */
  async route(request: ControlRequest): Promise<WireResponse> {
    if (!request.hasControlHeader) {
      return failure(403, 'accessDenied', `A control call needs the header ${CONTROL_HEADER}.`);
    }
    const call = callAt(request.method, request.path);
    const handler = call === undefined ? undefined : this.handlers[call];
    if (handler === undefined) {
      return failure(
        404,
        'notFound',
        `There is no control call ${request.method} ${request.path}.`,
      );
    }
    let input: unknown;
    try {
      input =
        request.body.length === 0 ? undefined : JSON.parse(Buffer.from(request.body).toString());
    } catch {
      return failure(400, 'invalidInput', 'The body of a control call must be JSON.');
    }
    try {
      return json(200, await handler(input));
    } catch (error) {
      return this.failureOf(error, request.path);
    }
  }

  private failureOf(error: unknown, path: string): WireResponse {
    if (error instanceof ExpectedError) return failure(400, error.code, error.message);
    if (error instanceof AwsError) return failure(400, error.type, error.message);
    this.log.error(`server: control call ${path} failed:`, error);
    return failure(500, 'engineFailed', messageOf(error));
  }
}

function callAt(method: string, path: string): ControlCall | undefined {
  const calls = Object.keys(CONTROL_ROUTES) as ControlCall[];
  return calls.find((call) => {
    const route = CONTROL_ROUTES[call];
    return route.method === method && route.path === path;
  });
}

function failure(status: number, code: string, message: string): WireResponse {
  return json(status, { code, message } satisfies ControlFailure);
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
