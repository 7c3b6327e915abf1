import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { ExpectedError, messageOf } from '../base/errors.ts';
import type { EngineOptions } from './part.ts';
import { isLoopback, parseOrigin } from './server/origin.ts';

export type EngineArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'serve';
      readonly options: Omit<EngineOptions, 'version'>;
      readonly stopWithStdin: boolean;
    };

export const HELP = `Usage: kinesis-workbench engine [options]

A local Amazon Kinesis and Firehose for development. Its first line on stdout is JSON.

  --port N                 port for HTTP/1.1 and HTTP/2; 0 takes any (4567)
  --tls-port N|off         port for both with TLS; 0 takes any (0)
  --export-certificate F   write the certificate of the TLS port to the file F
  --host HOST              address to listen on (127.0.0.1)
  --i-know-this-is-open    needed with a host that other machines can reach: there is no sign-in
  --allow-origin URL       also answer pages of this site, such as https://app.example; repeatable
  --data-dir DIR           keep streams and records in DIR
  --power-safe             wait for the disk before each answer to a write, for power failures
  --in-memory              keep nothing (the default without --data-dir)
  --region REGION          region of requests that name none (us-east-1)
  --account ID             the account, 12 digits (000000000000)
  --limits on|off          hold shards and callers to the limits of the service (on)
  --transition-ms N        how long a stream stays CREATING, UPDATING or DELETING (100)
  --seed FILE              bring up the streams and more of a seed file before serving
  --restore DIR            begin with a snapshot; what was in --data-dir moves to its folder "replaced"
  --stop-with-stdin        stop when stdin closes
  --help, --version
`;

/** Throws ExpectedError `invalidInput` with a sentence. */
export function parseArguments(argv: readonly string[]): EngineArguments {
  const values = parseOptions(argv[0] === 'engine' ? argv.slice(1) : [...argv]);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  if (values['data-dir'] !== undefined && values['in-memory'] === true) {
    throw invalid('--data-dir and --in-memory exclude each other.');
  }
  if (values['export-certificate'] === '') throw invalid('--export-certificate needs a file.');
  if (values['export-certificate'] !== undefined && values['tls-port'] === 'off') {
    throw invalid('--export-certificate needs a TLS port; --tls-port is off.');
  }
  if (values['data-dir'] === '') throw invalid('--data-dir needs a directory.');
  if (values.seed === '') throw invalid('--seed needs a file.');
  if (values.restore === '') throw invalid('--restore needs a directory.');
  return {
    kind: 'serve',
    stopWithStdin: values['stop-with-stdin'] === true,
    options: {
      port: wholeNumber('--port', values.port ?? '4567', 65_535),
      tlsPort: parseTlsPort(values['tls-port'] ?? '0'),
      certificateFile: values['export-certificate'],
      host: parseHost(values.host ?? '127.0.0.1', values['i-know-this-is-open'] === true),
      ...(values['allow-origin'] === undefined
        ? {}
        : { allowedOrigins: values['allow-origin'].map(parseAllowedOrigin) }),
      dataDir: values['data-dir'],
      ...(values['power-safe'] === true ? { powerSafe: true } : {}),
      region: matching('--region', values.region ?? 'us-east-1', /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/),
      account: matching('--account', values.account ?? '000000000000', /^\d{12}$/),
      limits: matching('--limits', values.limits ?? 'on', /^(on|off)$/) === 'on',
      transitionMs: wholeNumber('--transition-ms', values['transition-ms'] ?? '100', 3_600_000),
      ...(values.seed === undefined ? {} : { seedFile: values.seed }),
      ...(values.restore === undefined ? {} : { restoreFrom: values.restore }),
    },
  };
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'tls-port': { type: 'string' },
        'export-certificate': { type: 'string' },
        host: { type: 'string' },
        'i-know-this-is-open': { type: 'boolean' },
        'allow-origin': { type: 'string', multiple: true },
        'data-dir': { type: 'string' },
        'power-safe': { type: 'boolean' },
        'in-memory': { type: 'boolean' },
        region: { type: 'string' },
        account: { type: 'string' },
        limits: { type: 'string' },
        'transition-ms': { type: 'string' },
        seed: { type: 'string' },
        restore: { type: 'string' },
        'stop-with-stdin': { type: 'boolean' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw invalid(`${messageOf(error).replaceAll('\n', ' ')} See --help.`);
  }
}

function parseTlsPort(text: string): number | undefined {
  return text === 'off' ? undefined : wholeNumber('--tls-port', text, 65_535);
}

function parseHost(host: string, isKnownOpen: boolean): string {
  if (isIP(host) === 0 && host !== 'localhost') {
    throw invalid(`--host must be an IP address or localhost, not ${JSON.stringify(host)}.`);
  }
  if (!isLoopback(host) && !isKnownOpen) {
    throw invalid(
      `--host ${host} opens the engine to other machines, and it has no sign-in. Add --i-know-this-is-open if that is what you want.`,
    );
  }
  return host;
}

function parseAllowedOrigin(text: string): string {
  const origin = parseOrigin(text);
  if (origin !== undefined) return origin;
  throw invalid(
    `--allow-origin must be the origin of a site, such as https://app.example, not ${JSON.stringify(text)}.`,
  );
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw invalid(
    `${name} must be a whole number from 0 to ${String(max)}, not ${JSON.stringify(text)}.`,
  );
}

function matching(name: string, text: string, pattern: RegExp): string {
  if (pattern.test(text)) return text;
  throw invalid(`${name} ${JSON.stringify(text)} is not of the form ${String(pattern)}.`);
}

function invalid(message: string): ExpectedError {
  return new ExpectedError('invalidInput', message);
}
