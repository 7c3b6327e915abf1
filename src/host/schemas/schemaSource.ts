import type { SchemasService } from '../../aws/service.ts';
import { ExpectedError } from '../../base/errors.ts';
import type {
  SchemaFormat,
  SchemaId,
  SchemaSource,
  SchemaText,
} from '../../tail/schemas/schema.ts';
import type { SchemaSettings } from '../schemaSettings.ts';
import { confluentSchema } from './confluentRegistry.ts';
import { schemaFile } from './schemaFile.ts';
import type { SchemaFolder } from './schemaFolder.ts';

export interface SchemaPlaces {
  /** Asked each time: settings change while a tail is open. */
  readonly settings: () => SchemaSettings;
  readonly folder: SchemaFolder;
  /** The registry of the connection's account; undefined where the connection is not to AWS. */
  readonly glue: () => Promise<SchemasService> | undefined;
  readonly fetch: typeof fetch;
}

/** Where the schemas of a connection come from: first the files of the settings, then registries. */
export function schemaSource(places: SchemaPlaces): SchemaSource {
  return {
    has: (id) => hasSchema(id, places.settings()),
    fetch: async (id, signal) => {
      const { files, registryUrl } = places.settings();
      const file = files.get(nameOf(id));
      if (file !== undefined) return schemaFile(file, places.folder);
      if (id.kind === 'glue') return glueSchema(id.versionId, places, signal);
      if (id.kind === 'confluent' && registryUrl !== undefined) {
        return confluentSchema(registryUrl, id.id, { fetch: places.fetch, signal });
      }
      throw missing(id);
    },
  };
}

function hasSchema(id: SchemaId, { files, registryUrl }: SchemaSettings): boolean {
  // The frame of Glue has a mark that is hardly chance, so it is said what is missing.
  if (id.kind === 'glue' || files.has(nameOf(id))) return true;
  return id.kind === 'confluent' && registryUrl !== undefined;
}

async function glueSchema(
  versionId: string,
  { glue }: SchemaPlaces,
  signal: AbortSignal,
): Promise<SchemaText> {
  const service = glue();
  if (!service) throw missing({ kind: 'glue', versionId });
  const found = await (await service).getSchemaVersion(versionId, signal);
  const format = FORMATS.find((known) => known === found.format);
  if (!format) {
    throw new ExpectedError('unsupported', `Schemas of the format ${found.format} are not known.`);
  }
  const version = found.version === undefined ? '' : ` version ${String(found.version)}`;
  return { format, text: found.definition, origin: `${found.name}${version}` };
}

const FORMATS: readonly SchemaFormat[] = ['AVRO', 'PROTOBUF', 'JSON'];

function nameOf(id: SchemaId): string {
  switch (id.kind) {
    case 'glue':
      return id.versionId;
    case 'confluent':
      return String(id.id);
    case 'stream':
      return id.streamName;
  }
}

function missing(id: SchemaId): ExpectedError {
  const name = nameOf(id);
  return new ExpectedError(
    'notFound',
    `This connection has no registry to ask. Name a file for "${name}" in the setting kinesisWorkbench.schemas.`,
  );
}
