import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../../scripts/lib/paths.mjs';
import { parseMaskingSettings } from '../../../src/host/maskingSettings.ts';
import {
  connectionsToEdit,
  parseConnections,
  parseEngineSettings,
  parseSimulators,
  parseTailSettings,
} from '../../../src/host/settings.ts';

const MEBIBYTE = 1024 * 1024;

describe('settings', () => {
  it('have the defaults of package.json', () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const { contributes } = JSON.parse(text) as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> } };
    };
    const { properties } = contributes.configuration;
    const declared = (name: string): unknown => properties[`kinesisWorkbench.${name}`]?.default;
    const nothing = (): undefined => undefined;
    const declaredOnes = [parseEngineSettings, parseTailSettings, parseMaskingSettings].map(
      (parse) => parse(declared),
    );
    assert.deepEqual(declaredOnes, [
      parseEngineSettings(nothing),
      parseTailSettings(nothing),
      parseMaskingSettings(nothing),
    ]);
    assert.deepEqual(
      declaredOnes.map(({ problems }) => problems),
      [[], [], []],
    );
  });

  it('that do not fit are named, and their defaults used', () => {
    const wrong = reader({
      'engine.port': '4567',
      'engine.storage': 'tape',
      'engine.dataDirectory': 5,
      'engine.region': null,
      'engine.account': '12',
      'engine.limits': 'yes',
      'engine.autoStart': 0,
    });
    const { settings, problems } = parseEngineSettings(wrong);
    assert.deepEqual(settings, parseEngineSettings(reader({})).settings);
    assert.deepEqual(problems, [
      'The setting kinesisWorkbench.engine.port is not a whole number from 0 to 65535; 4567 is used.',
      'The setting kinesisWorkbench.engine.storage is not "disk" or "memory"; "disk" is used.',
      'The setting kinesisWorkbench.engine.dataDirectory is not a text; the default is used.',
      'The setting kinesisWorkbench.engine.region is not a region such as eu-west-1; "us-east-1" is used.',
      'The setting kinesisWorkbench.engine.account is not twelve digits; "000000000000" is used.',
      'The setting kinesisWorkbench.engine.limits is not true or false; true is used.',
      'The setting kinesisWorkbench.engine.autoStart is not true or false; false is used.',
    ]);
  });

  it('of the tail are numbers within bounds', () => {
    const read = (windowRecords: unknown, windowMegabytes: unknown, readsPerSecond: unknown) =>
      parseTailSettings(
        reader({
          'tail.windowRecords': windowRecords,
          'tail.windowMegabytes': windowMegabytes,
          'tail.readsPerSecond': readsPerSecond,
        }),
      );
    assert.deepEqual(read(5_000, 8, 5), {
      settings: {
        recordsMax: 5_000,
        bytesMax: 8 * MEBIBYTE,
        readsPerSecond: 5,
        whenFull: 'dropOldest',
      },
      problems: [],
    });
    for (const bad of ['abc', 1.5, Number.NaN, null, -1, 1e9]) {
      const { settings, problems } = read(bad, bad, bad);
      assert.deepEqual(settings, {
        recordsMax: 100_000,
        bytesMax: 256 * MEBIBYTE,
        readsPerSecond: 1,
        whenFull: 'dropOldest',
      });
      assert.equal(problems.length, 3, String(bad));
    }
  });

  it('of a full window are one of two', () => {
    const read = (whenFull: unknown) => parseTailSettings(reader({ 'tail.whenFull': whenFull }));
    assert.equal(read('pause').settings.whenFull, 'pause');
    assert.deepEqual(read('stop').problems, [
      'The setting kinesisWorkbench.tail.whenFull is not "dropOldest" or "pause"; "dropOldest" is used.',
    ]);
  });

  it('of connections keep those that are well-formed', () => {
    const aws = { name: 'prod', kind: 'aws', profile: 'p', region: 'eu-west-1' };
    const endpoint = { name: 'e', kind: 'endpoint', endpoint: 'http://h:1', region: 'r' };
    const marked = { ...aws, name: 'marked', production: true };
    const value = [
      aws,
      marked,
      { ...endpoint, name: 'unmarked', production: false },
      { ...aws, name: 'odd', production: 'yes' },
      endpoint,
      aws,
      { ...aws, name: 'Local engine' },
      { ...aws, name: 'x', profile: '' },
      { ...endpoint, name: 'y', endpoint: 'ftp://h' },
      { ...aws, name: 'z', kind: 'other' },
      { ...aws, name: 'no region', region: 1 },
      { kind: 'aws' },
      null,
    ];
    assert.deepEqual(parseConnections(value), {
      connections: [aws, marked, { ...endpoint, name: 'unmarked' }, endpoint],
      problems: [
        'Connection 4 in the settings: "odd" says production, but neither true nor false',
        'Two connections are named "prod"',
        'Two connections are named "Local engine"',
        'Connection 8 in the settings: "x" has no profile',
        'Connection 9 in the settings: "y" has no endpoint that starts with http:// or https://',
        'Connection 10 in the settings: "z" has a kind that is neither "aws" nor "endpoint"',
        'Connection 11 in the settings: "no region" has no region',
        'Connection 12 in the settings: it has no name',
        'Connection 13 in the settings: it is not an object',
      ],
    });
  });

  it('of lists that are none count as empty', () => {
    assert.deepEqual(
      [parseConnections('x').problems, parseSimulators({}).problems, parseSimulators(undefined)],
      [
        ['The setting kinesisWorkbench.connections is not a list; none is used.'],
        ['The setting kinesisWorkbench.simulators is not a list; none is used.'],
        { producers: [], problems: [] },
      ],
    );
  });

  it('of simulators need a stream and a kind', () => {
    const good = { streamName: 's', kind: 'gps' };
    const { producers, problems } = parseSimulators([
      null,
      { kind: 'gps' },
      good,
      { streamName: 's' },
    ]);
    assert.deepEqual(producers, [good]);
    assert.deepEqual(
      problems.map((problem) => /^Simulator \d/.exec(problem)?.[0]),
      ['Simulator 1', 'Simulator 2', 'Simulator 4'],
    );
  });
});

describe('a change of the connections', () => {
  const workspaceValue = ['of the workspace'];
  const globalValue = ['of the person'];

  it('is made to the list of a trusted workspace that has one', () => {
    assert.deepEqual(connectionsToEdit({ workspaceValue, globalValue }, true), {
      scope: 'workspace',
      list: workspaceValue,
    });
    assert.deepEqual(connectionsToEdit({ workspaceValue: [], globalValue }, true), {
      scope: 'workspace',
      list: [],
    });
  });

  it('is made to the own list of the person elsewhere', () => {
    const own = { scope: 'user', list: globalValue };
    assert.deepEqual(
      [
        connectionsToEdit({ workspaceValue, globalValue }, false),
        connectionsToEdit({ globalValue }, true),
        connectionsToEdit({ globalValue: 'wrong' }, true),
      ],
      [own, own, { scope: 'user', list: [] }],
    );
  });
});

function reader(values: Readonly<Record<string, unknown>>): (name: string) => unknown {
  return (name) => values[name];
}
