import { ExpectedError } from '../../base/errors.ts';
import { SCHEMA_INDEX_CHARS_MAX, SCHEMA_REFERENCES_MAX } from '../limits.ts';
import { type AvroDefinition, AvroJoin, definitionsOf } from './avroJoin.ts';
import type { SchemaFolder } from './schemaFolder.ts';

/**
 * The text of an Avro schema with the types that it needs of other files of the workspace; as it is
 * when it needs none, or is no schema.
 */
export async function joinedAvro(
  file: { readonly path: string; readonly text: string },
  folder: SchemaFolder,
): Promise<string> {
  const schema = parsed(file.text);
  if (schema === undefined) return file.text;
  const alone = new AvroJoin(schema, new Map());
  alone.join(schema);
  if (alone.missingNames.length === 0) return file.text;
  const join = new AvroJoin(schema, await definitionsBeside(file.path, folder));
  const joined = join.join(schema);
  if (join.placedCount > SCHEMA_REFERENCES_MAX) {
    throw new ExpectedError('unsupported', `${file.path} needs too many types of other files.`);
  }
  const [missing] = join.missingNames;
  if (missing === undefined) return JSON.stringify(joined);
  throw new ExpectedError(
    'notFound',
    `${file.path} needs the type ${missing}, which no .avsc file of the workspace has. Add the file.`,
  );
}

/** By full name; of two files that define one, that in the same folder counts, or the first by path. */
async function definitionsBeside(
  path: string,
  folder: SchemaFolder,
): Promise<Map<string, AvroDefinition>> {
  const home = path.replace(/[^/]*$/, '');
  const paths = (await folder.avroFiles()).filter((other) => other !== path).sort();
  const near = paths.filter((other) => other.replace(/[^/]*$/, '') === home);
  const far = paths.filter((other) => !near.includes(other));
  const found = new Map<string, AvroDefinition>();
  let charsLeft = SCHEMA_INDEX_CHARS_MAX;
  for (const other of [...near, ...far]) {
    // One that must not be read, or is none, is not what is looked for.
    const text = (await folder.read(other).catch(() => undefined)) ?? '';
    charsLeft -= text.length;
    if (charsLeft < 0) break;
    for (const [name, definition] of definitionsIn(text)) {
      if (!found.has(name)) found.set(name, definition);
    }
  }
  return found;
}

function definitionsIn(text: string): Map<string, AvroDefinition> {
  try {
    return definitionsOf(JSON.parse(text));
  } catch {
    return new Map();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
