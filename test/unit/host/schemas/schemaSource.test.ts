import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SchemaVersion } from '../../../../src/aws/service.ts';
import { parseSchemaSettings } from '../../../../src/host/schemaSettings.ts';
import type { SchemaFolder } from '../../../../src/host/schemas/schemaFolder.ts';
import { type SchemaPlaces, schemaSource } from '../../../../src/host/schemas/schemaSource.ts';
import { compileSchema } from '../../../../src/tail/schemas/compileSchema.ts';

const VERSION_ID = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';
const GLUE = { kind: 'glue', versionId: VERSION_ID } as const;
const { signal } = new AbortController();

function folderOf(files: Record<string, string>): SchemaFolder {
  return {
    read: (path) => Promise.resolve(files[path]),
    find: (name) => Promise.resolve(Object.keys(files).filter((path) => path.endsWith(`/${name}`))),
    avroFiles: () => Promise.resolve(Object.keys(files).filter((path) => path.endsWith('.avsc'))),
  };
}

function placesOf(
  settings: Record<string, unknown>,
  more: Partial<SchemaPlaces> = {},
): SchemaPlaces {
  const { settings: parsed } = parseSchemaSettings((name) => settings[name]);
  return {
    settings: () => parsed,
    folder: folderOf({}),
    glue: () => undefined,
    fetch: () => Promise.reject(new Error('The test did not expect this request')),
    ...more,
  };
}

describe('the settings of schemas', () => {
  it('keep files and a registry that are well-formed', () => {
    const { settings, problems } = parseSchemaSettings((name) =>
      name === 'schemas'
        ? { trucks: 'a/truck.avsc#com.acme.Truck', 7: 'b.proto', x: 'c.txt', y: 1 }
        : 'https://user:secret@registry.example.com/base/?q#h',
    );
    assert.deepEqual(
      [[...settings.files], settings.registryUrl, problems.length],
      [
        [
          ['7', 'b.proto'],
          ['trucks', 'a/truck.avsc#com.acme.Truck'],
        ],
        'https://registry.example.com/base',
        2,
      ],
    );
  });

  it('take a registry without TLS on this machine only', () => {
    const urls = ['http://localhost:8081', 'http://127.0.0.1:8081/', 'http://[::1]:1'];
    const wrong = [
      'http://registry:8081',
      'http://127.0.0.1.example.com',
      'ftp://h',
      'registry',
      5,
    ];
    const parse = (url: unknown): ReturnType<typeof parseSchemaSettings> =>
      parseSchemaSettings((name) => (name === 'schemas' ? undefined : url));
    assert.deepEqual(
      urls.map((url) => parse(url).settings.registryUrl),
      ['http://localhost:8081', 'http://127.0.0.1:8081', 'http://[::1]:1'],
    );
    for (const url of wrong) {
      const { settings, problems } = parse(url);
      assert.deepEqual([settings.registryUrl, problems.length], [undefined, 1], String(url));
    }
    assert.equal(parseSchemaSettings(() => []).problems.length, 2);
  });
});

describe('the schemas of a connection', () => {
  it('come from the files of the settings first', async () => {
    const source = schemaSource(
      placesOf(
        { schemas: { [VERSION_ID]: 'truck.avsc#T', 7: 'truck.avsc', trucks: 'truck.avsc' } },
        { folder: folderOf({ 'truck.avsc': '"int"' }) },
      ),
    );
    const schema = { format: 'AVRO', text: '"int"', origin: 'truck.avsc' };
    assert.deepEqual(await source.fetch(GLUE, signal), { ...schema, typeName: 'T' });
    assert.deepEqual(await source.fetch({ kind: 'confluent', id: 7 }, signal), schema);
    assert.deepEqual(await source.fetch({ kind: 'stream', streamName: 'trucks' }, signal), schema);
  });

  it('come from the registry of the account', async () => {
    const answer: SchemaVersion = {
      format: 'AVRO',
      definition: '"int"',
      name: 'trucks',
      version: 3,
    };
    const asked: string[] = [];
    const glue = (version: SchemaVersion) => () =>
      Promise.resolve({
        getSchemaVersion: (id: string) => {
          asked.push(id);
          return Promise.resolve(version);
        },
      });
    const source = schemaSource(placesOf({}, { glue: glue(answer) }));
    assert.deepEqual(await source.fetch(GLUE, signal), {
      format: 'AVRO',
      text: '"int"',
      origin: 'trucks version 3',
    });
    assert.deepEqual(asked, [VERSION_ID]);
    const odd = schemaSource(placesOf({}, { glue: glue({ ...answer, format: 'THRIFT' }) }));
    await assert.rejects(odd.fetch(GLUE, signal), { code: 'unsupported' });
  });

  it('are said to be missing where there is nothing to ask', async () => {
    const source = schemaSource(placesOf({}));
    assert.deepEqual(
      [
        source.has(GLUE),
        source.has({ kind: 'confluent', id: 7 }),
        source.has({ kind: 'stream', streamName: 'trucks' }),
      ],
      [true, false, false],
    );
    await assert.rejects(source.fetch(GLUE, signal), {
      code: 'notFound',
      message: `This connection has no registry to ask. Name a file for "${VERSION_ID}" in the setting kinesisWorkbench.schemas.`,
    });
  });
});

describe('a schema file', () => {
  it('brings what it imports, wherever that is, and once', async () => {
    const source = schemaSource(
      placesOf(
        { schemas: { trucks: 'proto/truck.proto#t.Truck' } },
        {
          folder: folderOf({
            'proto/truck.proto':
              'syntax = "proto3"; package t;\nimport "beside.proto";\nimport public "deep/part.proto";\n' +
              'import "google/protobuf/timestamp.proto";\n' +
              'message Truck { Beside b = 1; Part p = 2; google.protobuf.Timestamp at = 3; }',
            'proto/beside.proto': 'syntax = "proto3"; package t; message Beside { int32 n = 1; }',
            'vendor/x/deep/part.proto':
              'syntax = "proto3"; package t;\nimport "beside.proto";\nmessage Part { Beside b = 1; }',
          }),
        },
      ),
    );
    const schema = await source.fetch({ kind: 'stream', streamName: 'trucks' }, signal);
    assert.deepEqual(
      schema.references?.map(({ name }) => name),
      ['beside.proto', 'deep/part.proto'],
    );
    const json = compileSchema(schema).read(new Uint8Array([10, 2, 8, 5]), {
      frame: 'stream',
      charsMax: 1_000,
    });
    assert.equal(json, '{"b":{"n":5}}');
  });

  it('that is not there is named', async () => {
    const source = schemaSource(placesOf({ schemas: { trucks: 'gone.avsc' } }));
    await assert.rejects(source.fetch({ kind: 'stream', streamName: 'trucks' }, signal), {
      code: 'notFound',
      message:
        'There is no file gone.avsc in the workspace. Correct the setting kinesisWorkbench.schemas.',
    });
  });

  it('that imports without end is refused', async () => {
    const folder: SchemaFolder = {
      read: (path) => {
        const number = Number(/\d+/.exec(path)?.[0] ?? 0);
        return Promise.resolve(`import "${String(number + 1)}.proto";`);
      },
      find: () => Promise.resolve([]),
      avroFiles: () => Promise.resolve([]),
    };
    const source = schemaSource(placesOf({ schemas: { trucks: '0.proto' } }, { folder }));
    await assert.rejects(source.fetch({ kind: 'stream', streamName: 'trucks' }, signal), {
      code: 'unsupported',
    });
  });
});
