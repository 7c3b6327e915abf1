/**
 * Server: one port for HTTP/1.1 and prior-knowledge HTTP/2, a second one for both behind TLS, the
 * life of connections and requests, and the engine's own control calls. It knows no operation: `wire/dispatcher.ts` does. Start
 * reading here, then `requestHandler.ts`.
 */
import { createServer as createHttp1Server, type Server as Http1Server } from 'node:http';
import type { Http2Server } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import type { Server as TlsServer, TLSSocket } from 'node:tls';
import {
  CONNECTION_IDLE_MS_MAX,
  CONNECTIONS_MAX,
  HTTP2_STREAMS_MAX,
  REQUEST_BODY_MS_MAX,
  REQUEST_HEAD_MS_MAX,
} from '../limits.ts';
import type { Identity } from './certificate.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** Enough bytes to tell `PRI * HTTP/2.0` from every HTTP/1 method. */
const PREFACE_START = 'PRI';

/** How long a peer may take, in milliseconds. */
export interface Patience {
  /** For a head, and for the bytes that tell the protocol. */
  readonly headMs: number;
  /** For a whole HTTP/1 request. */
  readonly requestMs: number;
  /** Between requests. */
  readonly idleMs: number;
}

const PATIENCE: Patience = {
  headMs: REQUEST_HEAD_MS_MAX,
  requestMs: REQUEST_BODY_MS_MAX,
  idleMs: CONNECTION_IDLE_MS_MAX,
};

export type RequestListener = (request: HttpRequest, response: HttpResponse) => void;

/**
 * Looks at a connection's first bytes and hands it to the server that speaks its protocol. The
 * JavaScript KinesisClient opens a new HTTP/2 session for each call, so nothing here is done per
 * connection that can be done once. What Node loads for HTTP/2 and TLS takes a sixth of the engine's
 * start, so both wait for their first connection.
 */
export class SniffingServer {
  private readonly http1: Http1Server;
  private http2: Http2Server | undefined;
  private readonly listener: Server;
  private tlsListener: Server | undefined;
  private tls: TlsServer | undefined;
  private readonly onRequest: RequestListener;
  private readonly patience: Patience;
  private readonly sockets = new Set<Socket>();

  constructor(onRequest: RequestListener, patience: Patience = PATIENCE) {
    this.onRequest = onRequest;
    this.patience = patience;
    this.http1 = createHttp1Server(
      {
        headersTimeout: patience.headMs,
        requestTimeout: patience.requestMs,
        connectionsCheckingInterval: Math.min(1_000, patience.headMs),
        keepAliveTimeout: patience.idleMs,
        noDelay: true,
      },
      onRequest,
    );
    // What goes wrong on a connection is that connection's end, never the engine's.
    this.http1.on('clientError', (_error, socket) => socket.destroy());
    this.listener = createServer({ noDelay: true }, (socket) => {
      this.accept(socket);
    });
    this.listener.maxConnections = CONNECTIONS_MAX;
  }

  /** Gives the port. Rejects with what the system says, such as EADDRINUSE. */
  async listen(port: number, host: string): Promise<number> {
    const taken = await listen(this.listener, port, host);
    // The HTTP/1 server never listens itself, and without this event it does not watch its
    // connections for heads and bodies that never end.
    this.http1.emit('listening');
    return taken;
  }

  /**
   * The same on a port with TLS, where the handshake may say the protocol (ALPN). After `listen`. The
   * identity is asked for once, at the first connection.
   */
  listenTls(port: number, host: string, identity: () => Identity): Promise<number> {
    const listener = createServer({ noDelay: true }, (socket) => {
      this.track(socket);
      this.tls ??= this.createTls(identity());
      this.tls.emit('connection', socket);
    });
    this.tlsListener = listener;
    listener.maxConnections = CONNECTIONS_MAX;
    return listen(listener, port, host);
  }

  /** Takes no more connections; those that are open live on until `destroyConnections`. */
  stopListening(): void {
    this.listener.close();
    this.tlsListener?.close();
    this.http1.close();
    this.http1.closeIdleConnections();
  }

  destroyConnections(): void {
    for (const socket of this.sockets) socket.destroy();
    this.http1.closeAllConnections();
  }

  private createTls({ key, certificate }: Identity): TlsServer {
    const tls = process.getBuiltinModule('node:tls').createServer({
      key,
      cert: certificate,
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: this.patience.headMs,
    });
    tls.on('tlsClientError', (_error, socket) => socket.destroy());
    tls.on('secureConnection', (socket) => {
      socket.on('error', () => socket.destroy());
      // The Java SDK agrees on nothing and begins with HTTP/2's preface, as it does without TLS.
      if (!socket.alpnProtocol) this.sniff(socket);
      else this.serverOf(socket.alpnProtocol === 'h2').emit('connection', socket);
    });
    return tls;
  }

  private serverOf(isHttp2: boolean): Http1Server | Http2Server {
    return isHttp2 ? (this.http2 ??= this.createHttp2()) : this.http1;
  }

  private createHttp2(): Http2Server {
    const http2 = process
      .getBuiltinModule('node:http2')
      .createServer({ settings: { maxConcurrentStreams: HTTP2_STREAMS_MAX } }, this.onRequest);
    http2.on('session', (session) => {
      session.setTimeout(this.patience.idleMs, () => {
        session.destroy();
      });
    });
    http2.on('sessionError', () => undefined);
    return http2;
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  private accept(socket: Socket): void {
    this.track(socket);
    this.sniff(socket);
  }

  private sniff(socket: Socket): void {
    socket.setTimeout(this.patience.headMs, () => socket.destroy());
    let seen: Buffer = Buffer.alloc(0);

    const onReadable = (): void => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      // At most two bytes wait here: the third decides. They are put back only then, because what
      // is put back is readable at once and would come round for ever.
      seen = Buffer.concat([seen, chunk]);
      const start = seen.toString('latin1', 0, PREFACE_START.length);
      if (start.length < PREFACE_START.length && PREFACE_START.startsWith(start)) return;
      socket.off('readable', onReadable);
      socket.unshift(seen);
      socket.setTimeout(0);
      const isHttp2 = start === PREFACE_START;
      // Node's HTTP/2 hangs up on TLS without an agreed protocol; what was said is agreement enough.
      if (isHttp2 && isTls(socket)) socket.alpnProtocol = 'h2';
      this.serverOf(isHttp2).emit('connection', socket);
    };
    socket.on('readable', onReadable);
  }
}

function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}

function listen(listener: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen({ port, host }, () => {
      listener.off('error', reject);
      const address = listener.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
