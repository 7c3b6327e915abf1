import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What came in, with the service prefix taken off the target. */
export interface ReceivedCall {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly body: unknown;
}

type Answer = FakeAnswer | 'hang' | 'break';

type Responder = (call: ReceivedCall) => Answer | Promise<Answer>;

/** An HTTP server that speaks AWS JSON 1.1 and answers what a test tells it to. */
export class FakeService {
  readonly calls: ReceivedCall[] = [];
  /** The access key that signed each call. */
  readonly accessKeys: (string | undefined)[] = [];
  readonly sockets: Socket[] = [];
  respond: Responder = () => ({ body: {} });
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void readBody(request).then(async (body) => {
        const target = String(request.headers['x-amz-target'] ?? '');
        const call = {
          operation: target.replace(/^\w+\./, ''),
          input: JSON.parse(body) as Record<string, unknown>,
        };
        this.calls.push(call);
        this.accessKeys.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1]);
        const answer = await this.respond(call);
        if (answer === 'hang') return;
        if (answer === 'break') {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      });
    });
    this.server.on('connection', (socket) => this.sockets.push(socket));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    // Node keeps the handles of what is closed for two more turns of its event loop.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Answers every call with an error of the service. */
  fail(type: string, message: string, status = 400): void {
    this.respond = () => ({ status, body: { __type: type, message } });
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
