import { CONTROL_PREFIX } from '../../protocol/engine/control.ts';
import type { Log } from '../log.ts';
import type { AwsErrorType } from '../wire/awsError.ts';
import { ConnectionCut } from '../wire/connectionCut.ts';
import { jsonCodec } from '../wire/jsonCodec.ts';
import type { Dispatcher, WireResponse } from '../wire/dispatcher.ts';
import { type Answer, Answers } from './answers.ts';
import type { ControlRouter } from './controlRouter.ts';
import { FrameStreams } from './frameStream.ts';
import { headerOf, type HttpRequest, type HttpResponse } from './http.ts';
import { isLocalOrigin, isOwnHost } from './origin.ts';
import { RequestBodies, type RequestBody } from './requestBody.ts';

/** Paths are read against it; nobody asks for it. */
const ENGINE_URL = 'http://engine';
/** What clients nearly always ask for. */
const ROOT = new URL(ENGINE_URL);

/** One request from its head to its answer. */
export class RequestHandler {
  private readonly dispatcher: Dispatcher;
  private readonly control: ControlRouter;
  private readonly host: string;
  private readonly allowedOrigins: readonly string[];
  private readonly log: Log;
  private readonly streams = new FrameStreams();
  private readonly bodies = new RequestBodies();
  private readonly answers = new Answers();
  /** The last name by which the engine was reached: clients stay with one. */
  private knownHost: string | undefined;
  private running = 0;
  private onIdle: (() => void) | undefined;

  constructor(options: {
    dispatcher: Dispatcher;
    control: ControlRouter;
    host: string;
    /** Other sites whose pages are answered too. */
    allowedOrigins?: readonly string[] | undefined;
    log: Log;
  }) {
    this.dispatcher = options.dispatcher;
    this.control = options.control;
    this.host = options.host;
    this.allowedOrigins = options.allowedOrigins ?? [];
    this.log = options.log;
  }

  readonly listener = (request: HttpRequest, response: HttpResponse): void => {
    this.running += 1;
    // A peer may go away at any moment; its stream's errors are not the engine's.
    response.on('error', () => undefined);
    this.handle(request, response)
      .catch((error: unknown) => {
        if (error instanceof ConnectionCut) {
          cutConnection(request);
          return;
        }
        this.log.error('server: a request failed:', error);
        response.destroy();
      })
      .finally(() => {
        this.running -= 1;
        if (this.running === 0) this.onIdle?.();
      });
  };

  /** Ends what would go on; resolves when no request is running, or after `graceMs`. */
  idle(graceMs: number): Promise<void> {
    this.streams.end();
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async handle(request: HttpRequest, response: HttpResponse): Promise<void> {
    const refusal = this.refusalOf(request);
    const body = await this.bodies.read(request, { isKept: refusal === undefined });
    if (refusal !== undefined) {
      this.send(response, errorAnswer(403, 'AccessDeniedException', refusal));
      return;
    }
    setCorsHeaders(request, response);
    try {
      await this.respond(request, response, body);
    } finally {
      this.bodies.release(body);
    }
  }

  private async respond(
    request: HttpRequest,
    response: HttpResponse,
    body: RequestBody,
  ): Promise<void> {
    if (request.method === 'OPTIONS') {
      this.send(response, { status: 200, headers: {}, body: '' });
      return;
    }
    switch (body.kind) {
      case 'complete':
        await this.reply(response, await this.answer(request, body.bytes));
        return;
      case 'tooLarge': {
        const message = 'The request is larger than 16 MiB.';
        this.send(response, errorAnswer(413, 'RequestEntityTooLargeException', message));
        return;
      }
      case 'tooMany': {
        const message = 'Too many large requests at once. Try again.';
        this.send(response, errorAnswer(503, 'ServiceUnavailableException', message));
        return;
      }
      case 'dropped':
      case 'aborted':
        return;
    }
  }

  private async reply(response: HttpResponse, answer: WireResponse): Promise<void> {
    const { body } = answer;
    if (typeof body === 'function') await this.streams.send(response, answer, body);
    else this.send(response, { ...answer, body });
  }

  private send(response: HttpResponse, answer: Answer): void {
    this.answers.send(response, this.answers.fits(answer) ? answer : tooManyAnswers());
  }

  private async answer(request: HttpRequest, body: Uint8Array): Promise<WireResponse> {
    const { pathname, searchParams } = request.url === '/' ? ROOT : urlOf(request);
    if (pathname === CONTROL_PREFIX || pathname.startsWith(`${CONTROL_PREFIX}/`)) {
      return this.control.route({
        method: request.method ?? '',
        path: pathname.slice(CONTROL_PREFIX.length),
        hasControlHeader: this.control.isMarked(request),
        body,
      });
    }
    if (this.answers.isFull) return tooManyAnswers();
    return this.dispatcher.dispatch({
      method: request.method ?? '',
      contentType: headerOf(request, 'content-type'),
      target: headerOf(request, 'x-amz-target'),
      authorization: headerOf(request, 'authorization'),
      hasDateHeader:
        request.headers['x-amz-date'] !== undefined || request.headers.date !== undefined,
      query: searchParams,
      body,
    });
  }

  private refusalOf(request: HttpRequest): string | undefined {
    const authority = request.headers[':authority'];
    const host = typeof authority === 'string' ? authority : request.headers.host;
    const isKnown = host !== undefined && host === this.knownHost;
    if (!isKnown && !isOwnHost(host, this.host)) {
      return `The local engine is not reached by the name ${host ?? '(none)'}; use localhost or 127.0.0.1.`;
    }
    this.knownHost = host;
    const origin = headerOf(request, 'origin');
    if (origin !== undefined && !isLocalOrigin(origin) && !this.allowedOrigins.includes(origin)) {
      return 'The local engine does not answer pages of other sites, unless started with --allow-origin.';
    }
    return undefined;
  }
}

/** The service cares for the query alone, so what is no URL counts as the root. */
function urlOf(request: HttpRequest): URL {
  return URL.parse(request.url ?? '/', ENGINE_URL) ?? new URL(ENGINE_URL);
}

function tooManyAnswers(): Answer {
  const message = 'Too many answers wait for their clients to read them. Try again.';
  return errorAnswer(503, 'ServiceUnavailableException', message);
}

function errorAnswer(status: number, type: AwsErrorType, message: string): Answer {
  const headers = { 'content-type': jsonCodec.contentType };
  return { status, headers, body: jsonCodec.encodeError({ type, message }) };
}

function cutConnection(request: HttpRequest): void {
  if ('stream' in request) request.stream.session?.destroy();
  else request.socket.destroy();
}

/** As the service answers browsers, but only for pages that are answered at all. */
function setCorsHeaders(request: HttpRequest, response: HttpResponse): void {
  const origin = headerOf(request, 'origin');
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'Origin');
  response.setHeader(
    'access-control-expose-headers',
    'x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date',
  );
  if (request.method !== 'OPTIONS') return;
  const asked = headerOf(request, 'access-control-request-headers');
  if (asked !== undefined) response.setHeader('access-control-allow-headers', asked);
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader('access-control-max-age', '172800');
}
