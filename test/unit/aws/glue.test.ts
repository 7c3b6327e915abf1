import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createConnection } from '../../../src/aws/sdk.ts';
import type { Connection } from '../../../src/aws/service.ts';
import { FakeService } from './fakeService.ts';

const { signal } = new AbortController();
const VERSION_ID = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';

describe('GlueSchemas', () => {
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

  it('gets a schema version by its id', async () => {
    service.respond = () => ({
      body: {
        SchemaVersionId: VERSION_ID,
        SchemaDefinition: '{"type":"string"}',
        DataFormat: 'AVRO',
        SchemaArn: 'arn:aws:glue:eu-west-1:123456789012:schema/fleet/trucks',
        VersionNumber: 3,
        Status: 'AVAILABLE',
      },
    });
    const version = await connection.schemas.getSchemaVersion(VERSION_ID, signal);
    assert.deepEqual(version, {
      format: 'AVRO',
      definition: '{"type":"string"}',
      name: 'trucks',
      version: 3,
    });
    assert.deepEqual(service.calls, [
      { operation: 'GetSchemaVersion', input: { SchemaVersionId: VERSION_ID } },
    ]);
  });

  it('says what to do when there is none', async () => {
    service.respond = () => ({
      status: 400,
      body: { __type: 'EntityNotFoundException', message: 'Schema version is not found.' },
    });
    await assert.rejects(connection.schemas.getSchemaVersion(VERSION_ID, signal), {
      code: 'notFound',
      message:
        `No schema version ${VERSION_ID} there. Name a file for it in the setting ` +
        `kinesisWorkbench.schemas, or connect to the account and region of its registry.`,
    });
  });

  it('names the permission that is missing', async () => {
    service.respond = () => ({
      status: 400,
      body: { __type: 'AccessDeniedException', Message: 'no' },
    });
    await assert.rejects(connection.schemas.getSchemaVersion(VERSION_ID, signal), {
      code: 'accessDenied',
      message: /glue:GetSchemaVersion is not allowed/,
    });
  });

  it('says that a version without a definition has none', async () => {
    service.respond = () => ({ body: { Status: 'FAILURE' } });
    await assert.rejects(connection.schemas.getSchemaVersion(VERSION_ID, signal), {
      code: 'notFound',
      message: `Schema version ${VERSION_ID} has no definition: its status is FAILURE.`,
    });
  });
});
