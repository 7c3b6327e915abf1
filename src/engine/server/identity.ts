import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import type { Log } from '../log.ts';
import { type Identity, isUsable, makeIdentity } from './certificate.ts';

/** Key and certificate of the TLS port, in one file so that they always belong together. */
export const IDENTITY_FILE = 'tls.pem';

/**
 * The identity that a data directory has, so that a client need trust it only once; a new one when
 * there is none, or it is damaged, past its time or of another host. Without a directory it lives as
 * long as the engine.
 */
export function identityOf(options: {
  readonly dataDir: string | undefined;
  readonly host: string;
  readonly nowMs: number;
  readonly log: Log;
}): Identity {
  const { dataDir, log } = options;
  if (dataDir === undefined) return makeIdentity(options);
  const path = join(dataDir, IDENTITY_FILE);
  const kept = readIdentity(path, options);
  if (kept !== undefined) return kept;
  const identity = makeIdentity(options);
  try {
    const temporary = `${path}.new`;
    // What an engine that was killed has left would keep its mode.
    rmSync(temporary, { force: true });
    const pem = identity.key + identity.certificate;
    writeFileSync(temporary, pem, { flag: 'wx', mode: 0o600, flush: true });
    renameSync(temporary, path);
    log.info(`server: made a certificate for TLS in ${path}`);
  } catch (error) {
    log.error(`server: cannot keep the certificate for TLS in ${path}:`, error);
  }
  return identity;
}

function readIdentity(
  path: string,
  use: { readonly host: string; readonly nowMs: number },
): Identity | undefined {
  try {
    const pem = readFileSync(path, 'utf8');
    const key = createPrivateKey(pem);
    const certificate = new X509Certificate(pem);
    if (!isUsable(certificate, key, use)) return undefined;
    return {
      key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificate: certificate.toString(),
    };
  } catch {
    // Absent or damaged.
    return undefined;
  }
}

/** Writes the certificate, without its key, to where a client finds it. */
export function exportCertificate({ certificate }: Identity, path: string): void {
  try {
    writeFileSync(path, certificate);
  } catch (error) {
    throw new ExpectedError(
      'invalidInput',
      `Cannot write the certificate to ${path} (${messageOf(error)}). Choose another --export-certificate.`,
      { cause: error },
    );
  }
}
