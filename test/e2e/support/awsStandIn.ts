/**
 * What plays AWS in the end-to-end tests: an engine of its own behind the variables that lead
 * the SDK elsewhere, so that a connection is of the kind `aws` in every respect but the address.
 * Between the two stands a relay that counts the operations which arrive.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { createConnection } from '../../../src/aws/sdk.ts';
import type { Connection } from '../../../src/aws/service.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { startTestEngine } from '../../support/engine.ts';

export const AWS_ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const PROFILE = 'acme';

export class AwsStandIn {
  /** As `env` of a workbench: its SDK finds the profile and nothing of the machine's own. */
  readonly env: Readonly<Record<string, string>>;
  /** The same account, for what others do there. What it asks is not counted. */
  readonly others: Connection;
  private readonly home: string;
  private readonly engine: Engine;
  private readonly relay: Relay;

  private constructor(parts: { home: string; engine: Engine; relay: Relay }) {
    this.home = parts.home;
    this.engine = parts.engine;
    this.relay = parts.relay;
    const url = `http://${FOREIGN_HOST}:${parts.relay.port}`;
    this.env = {
      AWS_ENDPOINT_URL_KINESIS: url,
      AWS_ENDPOINT_URL_FIREHOSE: url,
      AWS_CONFIG_FILE: join(parts.home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(parts.home, 'credentials'),
    };
    const endpoint = parts.engine.ready.http;
    this.others = createConnection({ kind: 'endpoint', endpoint, region: REGION });
  }

  static async start(): Promise<AwsStandIn> {
    const home = await mkdtemp(join(tmpdir(), 'kinesis-workbench-aws-'));
    const engine = await startTestEngine({ region: REGION, account: AWS_ACCOUNT });
    const relay = await Relay.start(Number(new URL(engine.ready.http).port));
    await writeFile(join(home, 'config'), `[profile ${PROFILE}]\nregion = ${REGION}\n`);
    const keys = `aws_access_key_id = any\naws_secret_access_key = any\n`;
    await writeFile(join(home, 'credentials'), `[${PROFILE}]\n${keys}`);
    return new AwsStandIn({ home, engine, relay });
  }

  /** As an entry of the setting `connections`. */
  connection(name: string, more: { readonly production?: boolean } = {}): object {
    return { name, kind: 'aws', profile: PROFILE, region: REGION, ...more };
  }

  /** How many requests of this operation have arrived, over HTTP/1.1. */
  count(operation: string): number {
    return this.relay.counts.get(operation) ?? 0;
  }

  /** Of the engine itself, for what tests do to it. */
  get endpoint(): string {
    return this.engine.ready.http;
  }

  async stop(): Promise<void> {
    this.others.dispose();
    this.relay.close();
    await this.engine.stop();
    await rm(this.home, { recursive: true, force: true });
  }
}

/** Passes bytes on and reads the names of operations in them. */
class Relay {
  readonly counts = new Map<string, number>();
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(enginePort: number) {
    this.server = createServer((client) => this.pass(client, connect(enginePort, '127.0.0.1')));
  }

  static async start(enginePort: number): Promise<Relay> {
    const relay = new Relay(enginePort);
    await new Promise<void>((resolve) => relay.server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(client: Socket, engine: Socket): void {
    let head = '';
    client.on('data', (chunk: Buffer) => {
      head += chunk.toString('latin1');
      // A name may be cut in two, so the last characters are looked at again with the next ones.
      head = head.replaceAll(OPERATION, (_match, name: string) => {
        this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
        return '';
      });
      head = head.slice(-OPERATION_CHARS_MAX);
    });
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
    client.pipe(hostForEngine()).pipe(engine);
    engine.pipe(client);
  }
}

/** The engine answers only to names of this machine. A client writes the head of a request at once. */
function hostForEngine(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = chunk.toString('latin1').replaceAll(FOREIGN_HOST_HEADER, 'host: 127.0.0.1');
      done(null, Buffer.from(text, 'latin1'));
    },
  });
}

/** Leads to this machine but is none of its names, so that what is read there has to be spared. */
const FOREIGN_HOST = '0.0.0.0';
const FOREIGN_HOST_HEADER = /host: 0\.0\.0\.0/gi;
const OPERATION = /x-amz-target: Kinesis_20131202\.(\w+)\r\n/gi;
const OPERATION_CHARS_MAX = 100;
