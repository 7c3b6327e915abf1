/**
 * Protocol/webview: typed messages between the extension host and a page. This file is the one
 * small RPC that both sides use; each view has a file with its contract. Every request gets an
 * answer or a failure; disposing a channel rejects what is pending.
 */
import { ExpectedError, type ErrorCode, messageOf, isExpected } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';

/** One direction of a contract: methods with at most one argument. */
export type Methods<T> = { [Name in keyof T]: (params: never) => unknown };

export type RpcMessage =
  | {
      readonly type: 'request';
      readonly id: number;
      readonly method: string;
      readonly params: unknown;
    }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | {
      readonly type: 'failure';
      readonly id: number;
      readonly message: string;
      readonly code?: ErrorCode;
    }
  | { readonly type: 'event'; readonly name: string; readonly payload: unknown };

export interface Port {
  post(message: RpcMessage): void;
  /** Called with everything that arrives, trusted or not. */
  listen(listener: (message: unknown) => void): Disposable;
}

type Params<F> = F extends (params: infer P) => unknown ? P : never;
type Result<F> = F extends (params: never) => infer R ? Awaited<R> : never;
type Args<F> = F extends () => unknown ? [] : [params: Params<F>];

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Answers the requests of the other side; a missing handler does not compile. `onFailure` hears of
 * each request that failed, with what was thrown: the answer carries its message only.
 */
export class RpcServer<Requests extends Methods<Requests>, Events> implements Disposable {
  private readonly port: Port;
  private readonly handlers: { [Name in keyof Requests]: Requests[Name] };
  private readonly onFailure: (method: string, error: unknown) => void;
  private readonly subscription: Disposable;
  private ended = false;

  constructor(
    port: Port,
    handlers: { [Name in keyof Requests]: Requests[Name] },
    onFailure: (method: string, error: unknown) => void = () => undefined,
  ) {
    this.port = port;
    this.handlers = handlers;
    this.onFailure = onFailure;
    this.subscription = port.listen((message) => void this.receive(message));
  }

  emit<Name extends keyof Events & string>(name: Name, payload: Events[Name]): void {
    if (!this.ended) this.port.post({ type: 'event', name, payload });
  }

  dispose(): void {
    this.ended = true;
    this.subscription.dispose();
  }

  private async receive(message: unknown): Promise<void> {
    if (!isRpcMessage(message) || message.type !== 'request') return;
    const { id, method, params } = message;
    const answer = await this.call(method, params).then(
      (result): RpcMessage => ({ type: 'answer', id, result }),
      (error: unknown): RpcMessage => {
        this.onFailure(method, error);
        return {
          type: 'failure',
          id,
          message: messageOf(error),
          ...(isExpected(error) ? { code: error.code } : {}),
        };
      },
    );
    if (!this.ended) this.port.post(answer);
  }

  private async call(method: string, params: unknown): Promise<unknown> {
    const handler = Object.hasOwn(this.handlers, method)
      ? (this.handlers[method as keyof Requests] as unknown as (params: unknown) => unknown)
      : undefined;
    if (!handler) throw new ExpectedError('unsupported', `The host has no method ${method}`);
    return handler.call(this.handlers, params);
  }
}

/** Sends requests and hears events. */
export class RpcClient<Requests extends Methods<Requests>, Events> implements Disposable {
  private readonly port: Port;
  private readonly pending = new Map<number, Pending>();
  private readonly listeners: { [Name in keyof Events]: (payload: Events[Name]) => void };
  private readonly subscription: Disposable;
  private nextId = 1;
  private ended = false;

  constructor(port: Port, listeners: { [Name in keyof Events]: (payload: Events[Name]) => void }) {
    this.port = port;
    this.listeners = listeners;
    this.subscription = port.listen((message) => this.receive(message));
  }

  request<Name extends keyof Requests & string>(
    method: Name,
    ...args: Args<Requests[Name]>
  ): Promise<Result<Requests[Name]>> {
    if (this.ended) return Promise.reject(new ExpectedError('cancelled', 'The view was closed'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, {
        resolve: (result) => {
          resolve(result as Result<Requests[Name]>);
        },
        reject,
      });
      this.port.post({ type: 'request', id, method, params: args[0] });
    });
  }

  dispose(): void {
    this.ended = true;
    this.subscription.dispose();
    for (const pending of this.pending.values()) {
      pending.reject(new ExpectedError('cancelled', 'The view was closed'));
    }
    this.pending.clear();
  }

  private receive(message: unknown): void {
    if (!isRpcMessage(message)) return;
    if (message.type === 'event') {
      if (!Object.hasOwn(this.listeners, message.name)) return;
      const listener = this.listeners[message.name as keyof Events] as (payload: unknown) => void;
      listener(message.payload);
    } else if (message.type !== 'request') {
      this.settle(message);
    }
  }

  private settle(message: Extract<RpcMessage, { type: 'answer' | 'failure' }>): void {
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.type === 'answer') pending?.resolve(message.result);
    else if (message.code) pending?.reject(new ExpectedError(message.code, message.message));
    else pending?.reject(new Error(message.message));
  }
}

function isRpcMessage(message: unknown): message is RpcMessage {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  const { type } = message;
  return type === 'request' || type === 'answer' || type === 'failure' || type === 'event';
}
