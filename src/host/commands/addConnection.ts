import { addConnectionSetting } from '../config.ts';
import { askChoice, askText } from '../input/prompts.ts';
import { type ConnectionSetting, isHttpUrl } from '../settings.ts';
import type { Command, CommandContext } from './command.ts';

const TITLE = 'Add Connection';
const STEPS = 5;

export const addConnection: Command = {
  id: 'kinesis.addConnection',
  async run(context) {
    const kind = await askChoice({ title: TITLE, step: 1, steps: STEPS }, 'What to connect to', [
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
    const setting = await (kind === 'aws' ? askAws(context) : askEndpoint(context));
    const production = await askProduction(setting.name);
    await addConnectionSetting(production ? { ...setting, production } : setting);
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
  const step = { title: TITLE, step: 2, steps: STEPS };
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
    { title: TITLE, step: 2, steps: STEPS },
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
    { title: TITLE, step, steps: STEPS },
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
    { title: TITLE, step: 4, steps: STEPS },
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

/** The answer that fits the name stands first. */
function askProduction(name: string): Promise<boolean> {
  const choices = [
    { label: 'No', detail: 'Records are shown as they are', value: false },
    {
      label: 'Yes',
      detail: 'Personal data is masked in tails, and records are put only after a question',
      value: true,
    },
  ];
  const inOrder = /prod|prd|live/i.test(name) ? choices.reverse() : choices;
  return askChoice({ title: TITLE, step: 5, steps: STEPS }, 'Is this production?', inOrder);
}

function notEmpty(what: string): (text: string) => string | undefined {
  return (text) => (text.trim() === '' ? `${what} is needed` : undefined);
}
