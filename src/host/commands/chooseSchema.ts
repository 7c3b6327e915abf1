import { ExpectedError } from '../../base/errors.ts';
import { setStreamSchema } from '../config.ts';
import { askChoice } from '../input/prompts.ts';
import { schemaFile } from '../schemas/schemaFile.ts';
import { schemaFilePaths, workspaceFolder } from '../schemas/workspaceSchemas.ts';
import type { Command } from './command.ts';
import { streamTarget } from './targets.ts';

const TITLE = 'Choose Schema';

/** Says by which file and type the records of a stream are read, in the settings. */
export const chooseSchema: Command = {
  id: 'kinesis.chooseSchema',
  async run(context, argument) {
    const { name } = await streamTarget(context, argument, { title: TITLE });
    const paths = await schemaFilePaths();
    if (paths.length === 0) {
      throw new ExpectedError('notFound', 'The workspace has no .avsc or .proto file. Add one.');
    }
    const none = { label: 'No schema', detail: 'Records say themselves what they are', value: '' };
    const path = await askChoice({ title: TITLE, step: 1, steps: 2 }, `Schema of ${name}`, [
      ...paths.map((value) => ({ label: value, value })),
      none,
    ]);
    await setStreamSchema(name, path === '' ? undefined : await withType(path));
  },
};

/** The path, with the type that the person picks where the file has several. */
async function withType(path: string): Promise<string> {
  const { schemaTypeNames } = await import('../../tail/main.ts');
  const types = schemaTypeNames(await schemaFile(path, workspaceFolder));
  if (types.length < 2) return path;
  const choices = types.map((type) => ({ label: type, value: type }));
  const type = await askChoice({ title: TITLE, step: 2, steps: 2 }, 'Type of the records', choices);
  return `${path}#${type}`;
}
