import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../../scripts/lib/paths.mjs';
import { parseDecoderSettings } from '../../../src/host/decoderSettings.ts';
import { parseSchemaSettings } from '../../../src/host/schemaSettings.ts';
import { parseSharedFilters } from '../../../src/host/filterSettings.ts';
import { parseMaskingSettings } from '../../../src/host/maskingSettings.ts';
import { EXTENSION_ID } from '../../../src/host/panels/tailLink.ts';
import {
  SECTION,
  parseConnections,
  parseEngineSettings,
  parseSimulators,
  parseTailSettings,
} from '../../../src/host/settings.ts';

interface Setting {
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly capabilities: { readonly untrustedWorkspaces: { restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly commands: { command: string; title: string; category: string }[];
    readonly configuration: { properties: Record<string, Setting> };
    readonly menus: Record<string, { command?: string; when?: string }[]>;
    readonly viewsWelcome: { contents: string; view: string }[];
    readonly views: Record<string, { id: string }[]>;
    readonly walkthroughs: {
      steps: { media: { markdown: string }; completionEvents: string[] }[];
    }[];
  };
}

const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const { capabilities, contributes, publisher, name } = JSON.parse(manifestText) as Manifest;
const hostCode = globSync('src/host/**/*.ts', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(join(root, file), 'utf8'),
}));
const contributed = contributes.commands.map(({ command }) => command).sort();

describe('package.json and the code agree', () => {
  it('on the name that links have', () => {
    assert.equal(EXTENSION_ID, `${publisher}.${name}`);
  });

  it('on what a folder that is not trusted cannot set: where to connect, what is hidden or decoded, how much is read', () => {
    const restricted = capabilities.untrustedWorkspaces.restrictedConfigurations;
    const isGuarded = (key: string): boolean =>
      /\.(connections|simulators|decoders|schemas|schemaRegistry\.url|masking\.\w+|engine\.\w+|tail\.readsPerSecond)$/.test(
        key,
      );
    const guarded = Object.keys(contributes.configuration.properties).filter(isGuarded);
    assert.deepEqual(guarded.sort(), [...restricted].sort());
  });

  it('on the commands: one file each, named for its verb', () => {
    const files = hostCode.filter(({ file }) => file.startsWith(join('src', 'host', 'commands')));
    const defined = files.flatMap(({ file, text }) =>
      [...text.matchAll(/^ {2}id: '(kinesis\.\w+)'/gm)].map(([, id = '']) => {
        assert.equal(id, `kinesis.${basename(file, '.ts')}`, `${file} defines another command`);
        return id;
      }),
    );
    assert.deepEqual(defined.sort(), contributed);
  });

  it('on the registration of each command', () => {
    const all = readFileSync(join(root, 'src/host/commands/all.ts'), 'utf8');
    const list = /ALL_COMMANDS[^=]*= \[([^\]]*)\]/.exec(all)?.[1] ?? '';
    const registered = [...list.matchAll(/\w+/g)].map(([name]) => `kinesis.${name}`);
    assert.deepEqual(registered.sort(), contributed);
  });

  it('on each command that a menu, a welcome or the code names', () => {
    const texts = [JSON.stringify(contributes), ...hostCode.map(({ text }) => text)];
    const named = texts.flatMap((text) =>
      [...text.matchAll(/(?:command:|["'])(kinesis\.[a-z]\w*)/g)].map(([, id = '']) => id),
    );
    assert.deepEqual(
      named.filter((id) => !contributed.includes(id)),
      [],
    );
  });

  it('on the settings: all are read, and their defaults are as they should be', () => {
    const read = new Map<string, unknown>();
    const { properties } = contributes.configuration;
    const declared = (name: string): unknown => {
      const key = `${SECTION}.${name}`;
      read.set(key, properties[key]?.default);
      return read.get(key);
    };
    const { problems } = parseEngineSettings(declared);
    problems.push(...parseTailSettings(declared).problems);
    problems.push(...parseMaskingSettings(declared).problems);
    problems.push(...parseDecoderSettings(declared).problems);
    problems.push(...parseSchemaSettings(declared).problems);
    problems.push(...parseSharedFilters(declared).problems);
    problems.push(...parseConnections(declared('connections')).problems);
    problems.push(...parseSimulators(declared('simulators')).problems);
    assert.deepEqual(problems, []);
    assert.deepEqual([...read.keys()].sort(), Object.keys(properties).sort());
    assert.ok([...read.values()].every((value) => value !== undefined));
  });

  it('on a description of each setting', () => {
    const undescribed = Object.entries(contributes.configuration.properties)
      .filter(([, setting]) => !(setting.description ?? setting.markdownDescription))
      .map(([key]) => key);
    assert.deepEqual(undescribed, []);
  });

  it('on the pages and commands of the walkthrough', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const pages = steps.map(({ media }) => media.markdown).sort();
    assert.deepEqual(pages, globSync('media/walkthrough/*.md', { cwd: root }).sort());
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    const commands = events.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []);
    assert.deepEqual(
      commands.filter((id) => !contributed.includes(id)),
      [],
    );
  });

  it('on the views that have a welcome', () => {
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    assert.deepEqual(
      contributes.viewsWelcome.map(({ view }) => view).filter((view) => !views.includes(view)),
      [],
    );
  });
});
