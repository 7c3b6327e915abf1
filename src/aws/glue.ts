/**
 * The door of a bundle of its own, loaded when a record first names a schema: the client of Glue has
 * hundreds of operations, and is half as large as all the rest of the SDK together.
 */
import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';

import { ExpectedError, hasCode } from '../base/errors.ts';
import { call } from './call.ts';
import { type Clients, endpointConfig } from './clients.ts';
import { INTERACTIVE_ATTEMPTS } from './limits.ts';
import type { ConnectionTarget, SchemasService, SchemaVersion } from './service.ts';

/** AWS Glue Schema Registry through the SDK. */
export class GlueSchemas implements SchemasService {
  private readonly glue: GlueClient;
  private readonly target: ConnectionTarget;

  constructor(clients: Pick<Clients, 'shared' | 'count'>, target: ConnectionTarget) {
    const place = endpointConfig(target);
    this.glue = new GlueClient({ ...clients.shared, ...place, maxAttempts: INTERACTIVE_ATTEMPTS });
    clients.count(this.glue);
    this.target = target;
  }

  async getSchemaVersion(versionId: string, signal: AbortSignal): Promise<SchemaVersion> {
    const command = new GetSchemaVersionCommand({ SchemaVersionId: versionId });
    const context = { target: this.target, action: 'glue:GetSchemaVersion' };
    const answer = await call((abort) => this.glue.send(command, abort), context, signal).catch(
      (error: unknown) => {
        throw hasCode(error, 'notFound') ? this.notFound(versionId, error) : error;
      },
    );
    const { SchemaDefinition, DataFormat, Status, SchemaArn, VersionNumber } = answer;
    if (SchemaDefinition === undefined || DataFormat === undefined) {
      const status = Status ?? 'unknown';
      throw new ExpectedError(
        'notFound',
        `Schema version ${versionId} has no definition: its status is ${status}.`,
      );
    }
    return {
      format: DataFormat,
      definition: SchemaDefinition,
      name: SchemaArn?.split('/').at(-1) ?? versionId,
      version: VersionNumber,
    };
  }

  /** `EntityNotFoundException`; a registry of another region or account is the usual reason. */
  private notFound(versionId: string, cause: unknown): ExpectedError {
    const where = this.target.kind === 'aws' ? `in ${this.target.region}` : 'there';
    return new ExpectedError(
      'notFound',
      `No schema version ${versionId} ${where}. Name a file for it in the setting ` +
        `kinesisWorkbench.schemas, or connect to the account and region of its registry.`,
      { cause },
    );
  }
}
