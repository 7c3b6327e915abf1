import * as vscode from 'vscode';
import {
  type Environment,
  type EnvironmentStyle,
  formatEnvironment,
} from '../documents/environment.ts';
import type { ConnectionEntry } from '../connections/connectionRegistry.ts';
import { askChoice } from '../input/prompts.ts';
import type { Command, CommandContext } from './command.ts';
import { connectionTarget } from './targets.ts';

export const copyEnvironment: Command = {
  id: 'kinesis.copyEnvironment',
  async run(context, argument) {
    const step = { title: 'Copy Environment Variables' };
    const { entry } = await connectionTarget(context, argument, step);
    const style = await askChoice<EnvironmentStyle>(step, 'For', [
      { label: 'Shell', description: 'export NAME=value', value: 'shell' },
      { label: 'PowerShell', description: "$env:NAME = 'value'", value: 'powershell' },
      { label: '.env file', description: 'NAME=value', value: 'dotenv' },
      { label: 'launch.json', description: '"env": { … }', value: 'launch' },
    ]);
    await vscode.env.clipboard.writeText(formatEnvironment(environmentOf(entry, context), style));
    vscode.window.setStatusBarMessage(
      `Copied the variables that point a program at ${entry.name}`,
      3_000,
    );
  },
};

function environmentOf(
  entry: ConnectionEntry,
  { connections, engine }: CommandContext,
): Environment {
  const region = connections.regionOf(entry);
  // Python's SDK and the older ones read the second name.
  const regions = { AWS_REGION: region, AWS_DEFAULT_REGION: region };
  if (entry.kind === 'aws') return { AWS_PROFILE: entry.profile, ...regions };
  const endpoint = entry.kind === 'local' ? engine.requireEndpoint() : entry.endpoint;
  const endpoints = { AWS_ENDPOINT_URL_KINESIS: endpoint, AWS_ENDPOINT_URL_FIREHOSE: endpoint };
  const profile = entry.kind === 'endpoint' ? entry.profile : undefined;
  if (profile !== undefined) return { ...endpoints, AWS_PROFILE: profile, ...regions };
  // Any credentials will do; SDKs only insist that there are some.
  return {
    ...endpoints,
    ...regions,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
