import { addConnectionSetting } from '../config.ts';
import { askChoice, askText } from '../input/prompts.ts';
import { type ConnectionSetting, isHttpUrl } from '../settings.ts';
import type { Command, CommandContext } from './command.ts';

const TITLE = 'Add Connection';

export const addConnection: Command = {
  id: 'kinesis.addConnection',
  async run(context) {
    const kind = await askChoice({ title: TITLE, step: 1, steps: 4 }, 'What to connect to', [
      {
        label: 'AWS',
        detail: 'A profile of your shared AWS config files, and a region',
        value: 'aws' as const,
      },
      {
        label: 'Endpoint URL',
        detail: 'Anything that speaks the Kinesis API',
        value: 'endpoint' as const,
      },
    ]);
    await addConnectionSetting(await (kind === 'aws' ? askAws(context) : askEndpoint(context)));
    context.connections.reload();
  },
};

async function askAws(context: CommandContext): Promise<ConnectionSetting> {
  const { listProfiles } = await import('../../aws/sdk.ts');
  const profiles = await listProfiles();
  const choices = profiles.map(({ name, region }) => ({
    label: name,
    ...(region === undefined ? {} : { description: region }),
    value: name,
  }));
  const another = { label: '$(edit) Another profile…', value: '' };
  const step = { title: TITLE, step: 2, steps: 4 };
  const picked = await askChoice(step, 'Profile of ~/.aws/config or ~/.aws/credentials', [
    ...choices,
    another,
  ]);
  const profile =
    picked === ''
      ? await askText(step, {
          prompt: 'Name of the profile',
          value: 'default',
          validate: notEmpty('A profile'),
        })
      : picked;
  const known = profiles.find(({ name }) => name === profile)?.region;
  const region = await askRegion(3, known ?? 'us-east-1');
  const name = await askName(context, `${profile} ${region}`);
  return { name, kind: 'aws', profile, region };
}

async function askEndpoint(context: CommandContext): Promise<ConnectionSetting> {
  const endpoint = await askText(
    { title: TITLE, step: 2, steps: 4 },
    {
      prompt: 'Endpoint URL',
      placeholder: 'http://127.0.0.1:4566',
      validate: (text) => (isHttpUrl(text) ? undefined : 'The URL starts with http:// or https://'),
    },
  );
  const region = await askRegion(3, 'us-east-1');
  const name = await askName(context, new URL(endpoint).host);
  return { name, kind: 'endpoint', endpoint, region };
}

function askRegion(step: number, value: string): Promise<string> {
  return askText(
    { title: TITLE, step, steps: 4 },
    {
      prompt: 'Region',
      value,
      validate: (text) =>
        /^[a-z0-9-]+$/.test(text) ? undefined : 'A region is written like eu-west-1',
    },
  );
}

function askName({ connections }: CommandContext, value: string): Promise<string> {
  return askText(
    { title: TITLE, step: 4, steps: 4 },
    {
      prompt: 'Name in the sidebar',
      value,
      validate: (text) =>
        connections.find(text)
          ? `There is a connection "${text}" already`
          : notEmpty('A name')(text),
    },
  );
}

function notEmpty(what: string): (text: string) => string | undefined {
  return (text) => (text.trim() === '' ? `${what} is needed` : undefined);
}
