import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../../scripts/lib/paths.mjs';

interface Setting {
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: { command: string; title: string; category: string }[];
    readonly configuration: { properties: Record<string, Setting> };
    readonly menus: Record<string, { command?: string; when?: string }[]>;
    readonly viewsWelcome: { contents: string; view: string }[];
    readonly views: Record<string, { id: string }[]>;
  };
}

const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const { contributes } = JSON.parse(manifestText) as Manifest;
const hostCode = globSync('src/host/**/*.ts', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(join(root, file), 'utf8'),
}));
const contributed = contributes.commands.map(({ command }) => command).sort();

describe('package.json and the code agree', () => {
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

  it('on the settings and their defaults', () => {
    const code = readFileSync(join(root, 'src/host/config.ts'), 'utf8');
    assert.deepEqual(
      settingsOf(code),
      Object.fromEntries(
        Object.entries(contributes.configuration.properties)
          .map(([key, setting]) => [key, setting.default] as const)
          .sort(([a], [b]) => a.localeCompare(b)),
      ),
    );
  });

  it('on a description of each setting', () => {
    const undescribed = Object.entries(contributes.configuration.properties)
      .filter(([, setting]) => !(setting.description ?? setting.markdownDescription))
      .map(([key]) => key);
    assert.deepEqual(undescribed, []);
  });

  it('on the views that have a welcome', () => {
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    assert.deepEqual(
      contributes.viewsWelcome.map(({ view }) => view).filter((view) => !views.includes(view)),
      [],
    );
  });
});

/** What `config.ts` reads, with the defaults that it names beside each. */
function settingsOf(code: string): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  let section = '';
  const pattern = /getConfiguration\((`[^`]*`|SECTION)\)|\.get(?:<[^(]*>)?\('(\w+)', ([^)]*)\)/g;
  for (const [, opened, name, value] of code.matchAll(pattern)) {
    if (opened !== undefined) {
      section = opened === 'SECTION' ? '' : (/\}\.(\w+)`/.exec(opened)?.[1] ?? '') + '.';
    }
    if (name === undefined || value === undefined) continue;
    settings[`kinesisWorkbench.${section}${name}`] = parseLiteral(value);
  }
  return Object.fromEntries(Object.entries(settings).sort(([a], [b]) => a.localeCompare(b)));
}

/** A literal of the code: a number, a string, a boolean or an empty list. */
function parseLiteral(text: string): unknown {
  return JSON.parse(text.replaceAll(/(?<=\d)_(?=\d)/g, '').replaceAll("'", '"')) as unknown;
}
