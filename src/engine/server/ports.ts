import { ExpectedError, messageOf } from '../../base/errors.ts';
import { systemClock } from '../../base/systemClock.ts';
import type { EngineReady } from '../../protocol/engine/ready.ts';
import type { Log } from '../log.ts';
import type { EngineOptions } from '../part.ts';
import type { Identity } from './certificate.ts';
import { exportCertificate, identityOf } from './identity.ts';
import type { SniffingServer } from './sniffingServer.ts';

/**
 * Opens the engine's ports and says where they are. Rejects with an ExpectedError (`portInUse`, …),
 * and then neither is open.
 */
export async function openPorts(
  server: SniffingServer,
  options: EngineOptions,
  log: Log,
): Promise<Pick<EngineReady, 'http' | 'https'>> {
  const { host, port, tlsPort } = options;
  try {
    const http = await listening({ host, port, option: '--port' }, () => server.listen(port, host));
    if (tlsPort === undefined) return { http: `http://${http}` };
    // Clients go by the machine's time, whatever the engine's clock was moved to.
    let made: Identity | undefined;
    const identity = (): Identity =>
      (made ??= identityOf({ ...options, nowMs: systemClock.nowMs(), log }));
    if (options.certificateFile !== undefined) {
      exportCertificate(identity(), options.certificateFile);
    }
    const https = await listening({ host, port: tlsPort, option: '--tls-port' }, () =>
      server.listenTls(tlsPort, host, identity),
    );
    return { http: `http://${http}`, https: `https://${https}` };
  } catch (error) {
    server.stopListening();
    server.destroyConnections();
    throw error;
  }
}

/** The authority at which it listens, such as `127.0.0.1:4567`. */
async function listening(
  wanted: { readonly host: string; readonly port: number; readonly option: string },
  listen: () => Promise<number>,
): Promise<string> {
  const name = wanted.host.includes(':') ? `[${wanted.host}]` : wanted.host;
  try {
    return `${name}:${String(await listen())}`;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const where = `${wanted.host}:${String(wanted.port)}`;
    if (error.code === 'EADDRINUSE') {
      throw new ExpectedError(
        'portInUse',
        `Port ${where} is in use. Stop the program that has it, or choose another with ${wanted.option} (0 takes any).`,
        { cause: error },
      );
    }
    throw new ExpectedError('engineFailed', `Cannot listen on ${where}: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}
