import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { translateError } from '../../../src/aws/errors.ts';
import { createConnection, listProfiles } from '../../../src/aws/sdk.ts';
import type { Connection, ConnectionTarget } from '../../../src/aws/service.ts';
import { ExpectedError } from '../../../src/base/errors.ts';
import { FakeService } from './fakeService.ts';

const { signal } = new AbortController();

async function failureOf(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ExpectedError, `not an expected error: ${String(error)}`);
  return { code: error.code, message: error.message };
}

describe('errors of the service', () => {
  let service: FakeService;
  let connection: Connection;

  beforeEach(async () => {
    service = new FakeService();
    const endpoint = await service.listen();
    connection = createConnection({ kind: 'endpoint', endpoint, region: 'us-east-1' });
  });

  afterEach(async () => {
    connection.dispose();
    await service.close();
  });

  async function answerTo(type: string, message: string, status = 400): Promise<string> {
    service.fail(type, message, status);
    const failure = await failureOf(connection.streams.getRecords({ iterator: 'A' }, signal));
    return `${failure.code}: ${failure.message.replace(/http:\/\/[\d.]+:\d+/, 'ENDPOINT')}`;
  }

  it('become sentences that say what to do', async () => {
    const denied =
      'User: arn:aws:iam::1:user/u is not authorized to perform: kinesis:GetRecords on resource: r';
    assert.deepEqual(
      [
        await answerTo('AccessDeniedException', denied),
        await answerTo('ExpiredTokenException', 'The security token has expired'),
        await answerTo('UnrecognizedClientException', 'The security token is invalid.'),
        await answerTo('InvalidSignatureException', 'Signature expired'),
        await answerTo('com.amazon#ProvisionedThroughputExceededException', 'Rate exceeded.'),
        await answerTo('ResourceNotFoundException', 'Stream X under account A not found.'),
        await answerTo('ResourceInUseException', 'Stream X is not ACTIVE'),
        await answerTo('ExpiredIteratorException', 'Iterator expired. The …'),
        await answerTo('ValidationException', '1 validation error detected: …'),
        await answerTo('UnknownOperationException', ''),
        await answerTo('InternalFailure', 'Something broke', 500),
        await answerTo('BrandNewException', 'Never seen'),
      ],
      [
        'accessDenied: Access denied: kinesis:GetRecords is not allowed for the default credentials. Ask for that permission or use another profile.',
        'sessionExpired: The session of the default credentials has expired. Sign in again (for single sign-on: “aws sso login”), then refresh.',
        'credentialsMissing: ENDPOINT does not accept the default credentials. Check the access key, or sign in again.',
        "credentialsMissing: The signature made with the default credentials is not accepted. Check the secret access key and this computer's clock.",
        'throttled: Too many requests: Rate exceeded. Wait a moment and try again.',
        'notFound: Not found: Stream X under account A not found. Refresh the view to see what there is.',
        'resourceInUse: In use: Stream X is not ACTIVE. Wait until it is active, or choose another name if it exists already.',
        'iteratorExpired: The shard iterator has expired after five minutes. Get a new one.',
        'invalidInput: Not accepted: 1 validation error detected: …. Correct the value and try again.',
        'unsupported: ENDPOINT does not know kinesis:GetRecords.',
        'serviceFailed: kinesis:GetRecords failed at ENDPOINT: Something broke. Try again.',
        'serviceFailed: kinesis:GetRecords failed at ENDPOINT: Never seen.',
      ],
    );
  });

  it('say when something else answers than Kinesis', async () => {
    service.respond = () => ({ body: '<html>Sign in to the hotel network</html>' });
    const failure = await failureOf(connection.streams.listStreams({ signal }));
    assert.equal(failure.code, 'serviceFailed');
    assert.match(failure.message, /^http:\S+ does not answer as Kinesis does\. Check the endpoint/);
  });
});

describe('errors of the network', () => {
  it('name the endpoint and the reason', async () => {
    const endpoint = 'http://127.0.0.1:1';
    const failures = [];
    for (const target of [
      { kind: 'local', endpoint, region: 'us-east-1' },
      { kind: 'endpoint', endpoint, region: 'us-east-1' },
    ] as const) {
      const connection = createConnection(target);
      failures.push(await failureOf(connection.streams.getRecords({ iterator: 'A' }, signal)));
      connection.dispose();
    }
    assert.deepEqual(failures, [
      {
        code: 'networkUnreachable',
        message: `Cannot reach the local engine at ${endpoint}: nothing listens there. Start the local engine.`,
      },
      {
        code: 'networkUnreachable',
        message: `Cannot reach ${endpoint}: nothing listens there. Check the endpoint and the network.`,
      },
    ]);
  });

  it('tell a broken connection from silence', async () => {
    const service = new FakeService();
    const endpoint = await service.listen();
    const target: ConnectionTarget = { kind: 'endpoint', endpoint, region: 'us-east-1' };
    const failures = [];
    // A break is not to be taken for silence on a machine that is busy for a moment.
    for (const [behaviour, options] of [
      ['break', {}],
      ['hang', { requestTimeoutMs: 50 }],
    ] as const) {
      const connection = createConnection(target, options);
      service.respond = () => behaviour;
      failures.push(await failureOf(connection.streams.getRecords({ iterator: 'A' }, signal)));
      connection.dispose();
    }
    await service.close();
    assert.deepEqual(
      failures.map(({ code, message }) => [code, message.replace(endpoint, 'E')]),
      [
        [
          'networkUnreachable',
          'Cannot reach E: the connection broke. Check the endpoint and the network.',
        ],
        [
          'networkUnreachable',
          'Cannot reach E: no answer in time. Check the endpoint and the network.',
        ],
      ],
    );
  });
});

describe('profiles', () => {
  let folder: string;
  let before: [string, string | undefined][];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aws-config-'));
    const settings = {
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    before = Object.keys(settings).map((name) => [name, process.env[name]]);
    Object.assign(process.env, settings);
  });

  afterEach(async () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true });
  });

  async function failureWithProfile(profile: string): Promise<{ code: string; message: string }> {
    const connection = createConnection({ kind: 'aws', profile, region: 'eu-west-1' });
    try {
      return await failureOf(connection.streams.listStreams({ signal }));
    } finally {
      connection.dispose();
    }
  }

  it('are listed by name with their region, and none when there are no files', async () => {
    assert.deepEqual(await listProfiles(), []);
    await writeFile(
      join(folder, 'config'),
      [
        '[default]',
        'region = us-east-1',
        '[profile work]',
        'region = eu-west-1',
        'sso_session = corp',
        '[sso-session corp]',
        'sso_region = eu-west-1',
        '[profile admin]',
        'role_arn = arn:aws:iam::1:role/admin',
        '[profile tool]',
        'credential_process = tool',
      ].join('\n'),
    );
    await writeFile(join(folder, 'credentials'), '[default]\naws_access_key_id = AK\n');
    assert.deepEqual(await listProfiles(), [
      { name: 'admin', region: undefined, kind: 'role' },
      { name: 'default', region: 'us-east-1', kind: 'keys' },
      { name: 'tool', region: undefined, kind: 'process' },
      { name: 'work', region: 'eu-west-1', kind: 'sso' },
    ]);
  });

  it('give a new connection the keys that stand in them by then', async () => {
    const service = new FakeService();
    const endpoint = await service.listen();
    for (const key of ['OLDKEY', 'NEWKEY']) {
      await writeFile(
        join(folder, 'credentials'),
        `[work]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`,
      );
      const connection = createConnection({
        kind: 'endpoint',
        endpoint,
        profile: 'work',
        region: 'eu-west-1',
      });
      await connection.streams.listStreams({ signal });
      connection.dispose();
    }
    await service.close();
    assert.deepEqual(service.accessKeys, ['OLDKEY', 'NEWKEY']);
  });

  it('that do not exist are a missing credential', async () => {
    await writeFile(join(folder, 'config'), '[default]\n');
    assert.deepEqual(await failureWithProfile('gone'), {
      code: 'credentialsMissing',
      message:
        'No credentials for profile “gone”. Run “aws configure” or “aws sso login”, or choose another profile.',
    });
  });

  it('whose single sign-on has lapsed say how to sign in', async () => {
    await writeFile(
      join(folder, 'config'),
      [
        '[profile work]',
        'sso_start_url = https://example.invalid/start',
        'sso_region = eu-west-1',
        'sso_account_id = 123456789012',
        'sso_role_name = Reader',
      ].join('\n'),
    );
    const failure = await failureWithProfile('work');
    assert.deepEqual(failure, {
      code: 'sessionExpired',
      message:
        'The session of profile “work” has expired. Sign in again (for single sign-on: “aws sso login --profile work”), then refresh.',
    });
  });

  it('with a failing process do not show its command, which can hold secrets', async () => {
    await writeFile(
      join(folder, 'config'),
      '[profile tool]\ncredential_process = false --password hunter2\n',
    );
    const error = await failureWithProfile('tool');
    assert.equal(error.code, 'credentialsMissing');
    assert.doesNotMatch(error.message, /hunter2|password/);
  });
});

describe('translateError', () => {
  const context = {
    target: { kind: 'aws', profile: 'prod', region: 'eu-west-1' },
    action: 'kinesis:ListStreams',
  } as const;

  it('keeps no cause of a credential failure', () => {
    const error = Object.assign(new Error('Command failed: tool --secret s3cr3t'), {
      name: 'CredentialsProviderError',
    });
    const translated = translateError(error, context);
    assert.deepEqual([translated.code, translated.cause], ['credentialsMissing', undefined]);
  });

  it('tells a sign-in service that is out of reach from a missing credential', () => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND portal.sso.aws'), {
      name: 'CredentialsProviderError',
    });
    assert.equal(
      translateError(error, context).message,
      'Cannot reach the sign-in service for profile “prod”: the host name is unknown. Check the network.',
    );
  });

  it('names the region when AWS is out of reach', () => {
    const error = Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' });
    assert.deepEqual(
      { ...translateError(error, context), message: translateError(error, context).message },
      {
        name: 'ExpectedError',
        code: 'networkUnreachable',
        message:
          'Cannot reach AWS in eu-west-1: the host name cannot be looked up. Check the network and the region.',
      },
    );
  });

  it('leaves alone what is translated already', () => {
    const error = new ExpectedError('unsupported', 'No');
    assert.equal(translateError(error, context), error);
  });
});
