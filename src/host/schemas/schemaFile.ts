import { ExpectedError } from '../../base/errors.ts';
import type { SchemaText } from '../../tail/schemas/schema.ts';
import { SCHEMA_REFERENCES_MAX } from '../limits.ts';
import { joinedAvro } from './avroFile.ts';
import type { SchemaFolder } from './schemaFolder.ts';

const IMPORT = /^\s*import\s+(?:public\s+|weak\s+)?"([^"\n]+)"/gm;

/** Reads a schema by what the settings name: a path, and perhaps a type after a `#`. */
export async function schemaFile(setting: string, folder: SchemaFolder): Promise<SchemaText> {
  const [path = '', typeName = ''] = setting.split('#', 2);
  const text = await folder.read(path);
  if (text === undefined) {
    throw new ExpectedError(
      'notFound',
      `There is no file ${path} in the workspace. Correct the setting kinesisWorkbench.schemas.`,
    );
  }
  const named = typeName === '' ? {} : { typeName };
  if (path.endsWith('.avsc')) {
    const joined = await joinedAvro({ path, text }, folder);
    return { format: 'AVRO', text: joined, origin: path, ...named };
  }
  const references = await importsOf({ path, text }, folder);
  return { format: 'PROTOBUF', text, origin: path, references, ...named };
}

/** Everything that a .proto file imports, and that imports in turn; what is not found is left out. */
async function importsOf(
  file: { readonly path: string; readonly text: string },
  folder: SchemaFolder,
): Promise<{ name: string; text: string }[]> {
  const found = new Map<string, { name: string; text: string }>();
  const pending = [file];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const [, name = ''] of next.text.matchAll(IMPORT)) {
      // These come with the library.
      if (found.has(name) || name.startsWith('google/protobuf/')) continue;
      const imported = await importedFile(name, next.path, folder);
      if (!imported) continue;
      if (found.size >= SCHEMA_REFERENCES_MAX) {
        throw new ExpectedError('unsupported', `${file.path} imports too many files.`);
      }
      found.set(name, { name, text: imported.text });
      pending.push(imported);
    }
  }
  return [...found.values()];
}

/** From the folder of the workspace, else beside the importing file, else wherever it is. */
async function importedFile(
  name: string,
  importer: string,
  folder: SchemaFolder,
): Promise<{ path: string; text: string } | undefined> {
  const beside = importer.replace(/[^/]*$/, name);
  for (const path of new Set([name, beside, ...(await folder.find(name))])) {
    const text = await folder.read(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
