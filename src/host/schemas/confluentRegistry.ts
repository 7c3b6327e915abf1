import { ExpectedError, messageOf } from '../../base/errors.ts';
import type { SchemaFormat, SchemaText } from '../../tail/schemas/schema.ts';
import { REGISTRY_TIMEOUT_MS, SCHEMA_FILE_BYTES_MAX, SCHEMA_REFERENCES_MAX } from '../limits.ts';

type Fetch = (url: string, options: RequestInit) => Promise<Response>;

interface Answer {
  readonly schema: string;
  readonly format: SchemaFormat;
  readonly references: readonly Reference[];
}

interface Reference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/**
 * Gets a schema and what it refers to from a schema registry that speaks Confluent's API. No
 * credentials are sent and no redirect is followed, so nothing is asked of any other host.
 */
export async function confluentSchema(
  registryUrl: string,
  id: number,
  { fetch, signal }: { readonly fetch: Fetch; readonly signal: AbortSignal },
): Promise<SchemaText> {
  const get = async (path: string): Promise<Answer> =>
    parseAnswer(await getJson(`${registryUrl}${path}`, { fetch, signal, registryUrl }));
  const { schema, format, references } = await get(`/schemas/ids/${String(id)}`);
  const found = new Map<string, { name: string; text: string }>();
  for (const reference of references) await addReference(reference, get, found);
  const origin = `schema ${String(id)} of ${new URL(registryUrl).host}`;
  return { format, text: schema, origin, references: [...found.values()] };
}

/** What a reference needs comes before it, as Avro wants it. */
async function addReference(
  { name, subject, version }: Reference,
  get: (path: string) => Promise<Answer>,
  found: Map<string, { name: string; text: string }>,
  depth = 0,
): Promise<void> {
  if (found.has(name)) return;
  if (found.size >= SCHEMA_REFERENCES_MAX || depth >= SCHEMA_REFERENCES_MAX) {
    throw new ExpectedError('unsupported', 'The schema refers to too many others.');
  }
  const answer = await get(
    `/subjects/${encodeURIComponent(subject)}/versions/${encodeURIComponent(String(version))}`,
  );
  for (const inner of answer.references) await addReference(inner, get, found, depth + 1);
  found.set(name, { name, text: answer.schema });
}

async function getJson(
  url: string,
  context: { readonly fetch: Fetch; readonly signal: AbortSignal; readonly registryUrl: string },
): Promise<unknown> {
  const { host } = new URL(context.registryUrl);
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(REGISTRY_TIMEOUT_MS)]);
  const headers = { accept: 'application/vnd.schemaregistry.v1+json, application/json' };
  let response: Response;
  try {
    response = await context.fetch(url, { signal, redirect: 'error', headers });
  } catch (cause) {
    context.signal.throwIfAborted();
    const message = `Cannot reach the schema registry at ${host}. Check the setting kinesisWorkbench.schemaRegistry.url and the network.`;
    throw new ExpectedError('networkUnreachable', message, { cause });
  }
  if (!response.ok) throw refusal(response.status, host);
  const text = await response.text();
  if (text.length > SCHEMA_FILE_BYTES_MAX) {
    throw new ExpectedError('unsupported', `The schema registry at ${host} answers too much.`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `The schema registry at ${host} does not answer as one: ${messageOf(cause)}.`;
    throw new ExpectedError('serviceFailed', message, { cause });
  }
}

function refusal(status: number, host: string): ExpectedError {
  if (status === 404) {
    return new ExpectedError(
      'notFound',
      `The schema registry at ${host} has no such schema. Check that it is the producer's registry.`,
    );
  }
  if (status === 401 || status === 403) {
    return new ExpectedError(
      'accessDenied',
      `The schema registry at ${host} wants credentials, which cannot be given here. Name a file in the setting kinesisWorkbench.schemas instead.`,
    );
  }
  return new ExpectedError(
    'serviceFailed',
    `The schema registry at ${host} answers with status ${String(status)}.`,
  );
}

function parseAnswer(value: unknown): Answer {
  const { schema, schemaType, references } = (value ?? {}) as Record<string, unknown>;
  const format = FORMATS.find((known) => known === (schemaType ?? 'AVRO'));
  if (typeof schema !== 'string' || !format) {
    throw new ExpectedError('serviceFailed', 'The schema registry does not answer as one.');
  }
  const list = Array.isArray(references) ? references : [];
  return { schema, format, references: list.filter(isReference) };
}

const FORMATS: readonly SchemaFormat[] = ['AVRO', 'PROTOBUF', 'JSON'];

function isReference(value: unknown): value is Reference {
  const { name, subject, version } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof subject === 'string' && typeof version === 'number';
}
