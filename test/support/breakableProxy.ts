import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between a client and a port of this machine, which a test takes away and gives back. */
export class BreakableProxy {
  readonly endpoint: string;
  private readonly server: Server;
  private readonly sockets: Set<Socket>;
  private state: 'up' | 'down' | 'silent' = 'up';

  private constructor(server: Server, sockets: Set<Socket>, port: number) {
    this.server = server;
    this.sockets = sockets;
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  static async before(endpoint: string): Promise<BreakableProxy> {
    const { port } = new URL(endpoint);
    const sockets = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true }, (client) => {
      const target = connect(Number(port), '127.0.0.1');
      for (const socket of [client, target]) {
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      }
      client.on('close', () => target.destroy()).on('data', (data) => proxy.pass(data, target));
      target.on('close', () => client.destroy()).on('data', (data) => proxy.pass(data, client));
      client.on('end', () => target.end());
      target.on('end', () => client.end());
      if (proxy.state === 'down') client.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port');
    const proxy = new BreakableProxy(server, sockets, address.port);
    return proxy;
  }

  /** Every connection breaks, and none can be made. */
  cut(): void {
    this.state = 'down';
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stand, and nothing is heard. What is lost on the way is not sent again. */
  silence(): void {
    this.state = 'silent';
  }

  restore(): void {
    // As a network does it that was away: what was lost on a line breaks it.
    if (this.state === 'silent') for (const socket of this.sockets) socket.destroy();
    this.state = 'up';
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(data: Buffer, to: Socket): void {
    if (this.state === 'up') to.write(data);
  }
}
