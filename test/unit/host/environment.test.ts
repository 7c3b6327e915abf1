import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { formatEnvironment } from '../../../src/host/documents/environment.ts';

const ENVIRONMENT = {
  AWS_ENDPOINT_URL_KINESIS: 'http://127.0.0.1:4567',
  AWS_PROFILE: "it's $HOME; `date`",
};

test('each style writes the same variables', () => {
  assert.deepEqual(
    {
      powershell: formatEnvironment(ENVIRONMENT, 'powershell'),
      dotenv: formatEnvironment(ENVIRONMENT, 'dotenv'),
      launch: JSON.parse(`{${formatEnvironment(ENVIRONMENT, 'launch')}}`) as unknown,
    },
    {
      powershell:
        "$env:AWS_ENDPOINT_URL_KINESIS = 'http://127.0.0.1:4567'\n$env:AWS_PROFILE = 'it''s $HOME; `date`'\n",
      dotenv:
        'AWS_ENDPOINT_URL_KINESIS="http://127.0.0.1:4567"\nAWS_PROFILE="it\'s $HOME; `date`"\n',
      launch: { env: ENVIRONMENT },
    },
  );
});

test(
  'a shell that runs the text has the values to the letter',
  { skip: process.platform === 'win32' },
  () => {
    const script = `${formatEnvironment(ENVIRONMENT, 'shell')}printf '%s' "$AWS_PROFILE"`;
    assert.equal(
      execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }),
      ENVIRONMENT.AWS_PROFILE,
    );
  },
);
