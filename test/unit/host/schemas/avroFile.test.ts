import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import avsc from 'avsc';
import { schemaFile } from '../../../../src/host/schemas/schemaFile.ts';
import type { SchemaFolder } from '../../../../src/host/schemas/schemaFolder.ts';
import { compileSchema } from '../../../../src/tail/schemas/compileSchema.ts';

function folderOf(files: Record<string, unknown>): SchemaFolder {
  const textOf = (value: unknown): string =>
    typeof value === 'string' ? value : JSON.stringify(value);
  return {
    read: (path) => Promise.resolve(path in files ? textOf(files[path]) : undefined),
    find: () => Promise.resolve([]),
    avroFiles: () => Promise.resolve(Object.keys(files)),
  };
}

const POSITION = {
  type: 'record',
  name: 'Position',
  namespace: 'com.acme',
  fields: [{ name: 'at', type: 'com.acme.geo.Point' }],
};
const POINT = {
  type: 'record',
  name: 'com.acme.geo.Point',
  fields: [
    { name: 'lat', type: 'double' },
    { name: 'side', type: 'Side' },
  ],
};
const SIDE = { type: 'enum', name: 'Side', namespace: 'com.acme.geo', symbols: ['LEFT', 'RIGHT'] };
const TRUCK = {
  type: 'record',
  name: 'Truck',
  namespace: 'com.acme',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'position', type: ['null', 'Position'] },
    { name: 'stops', type: { type: 'array', items: 'Position' } },
    { name: 'sides', type: { type: 'map', values: 'com.acme.geo.Side' } },
  ],
};
const FILES = {
  'schemas/truck.avsc': TRUCK,
  'schemas/position.avsc': POSITION,
  'other/geo/point.avsc': POINT,
  'other/geo/enums.avsc': [SIDE],
};

describe('an Avro schema of several files', () => {
  it('reads what an independent writer wrote by one schema', async () => {
    const whole = avsc.Type.forSchema({
      ...TRUCK,
      fields: [
        { name: 'id', type: 'long' },
        {
          name: 'position',
          type: ['null', { ...POSITION, fields: [{ name: 'at', type: pointWhole() }] }],
        },
        ...TRUCK.fields.slice(2),
      ],
    } as avsc.Schema);
    const position = { at: { lat: 1.5, side: 'RIGHT' } };
    const bytes = whole.toBuffer({
      id: 7,
      position,
      stops: [position],
      sides: { a: 'LEFT' },
    });
    const schema = await schemaFile('schemas/truck.avsc#com.acme.Truck', folderOf(FILES));
    const json = compileSchema(schema).read(bytes, { frame: 'stream', charsMax: 10_000 });
    assert.deepEqual(JSON.parse(json), {
      id: 7,
      position,
      stops: [position],
      sides: { a: 'LEFT' },
    });
  });

  function pointWhole(): unknown {
    return { ...POINT, fields: [POINT.fields[0], { name: 'side', type: SIDE }] };
  }

  it('stays as it is where it needs no other, however it is written', async () => {
    for (const text of ['"int"', ' {"type" : "array","items":"string"}', '{"type":"rec', '7']) {
      const schema = await schemaFile('a.avsc', folderOf({ 'a.avsc': text, 'b.avsc': POSITION }));
      assert.equal(schema.text, text);
    }
  });

  it('may go around in a circle', async () => {
    const record = (name: string, other: string): unknown => ({
      type: 'record',
      name,
      fields: [{ name: 'next', type: ['null', other] }],
    });
    const files = { 'a.avsc': record('A', 'B'), 'b.avsc': record('B', 'A') };
    const schema = await schemaFile('a.avsc', folderOf(files));
    const bytes = new Uint8Array([2, 2, 0]);
    const json = compileSchema(schema).read(bytes, { frame: 'stream', charsMax: 1_000 });
    assert.equal(json, '{"next":{"next":{"next":null}}}');
  });

  it('takes the type of the same folder, and each type once', async () => {
    const inlined = { ...POSITION, fields: [{ name: 'at', type: pointWhole() }] };
    const wrong = { ...POSITION, fields: [{ name: 'wrong', type: 'int' }] };
    const files = { ...FILES, 'schemas/position.avsc': inlined, 'a/position.avsc': wrong };
    const { text } = await schemaFile('schemas/truck.avsc', folderOf(files));
    assert.ok(!text.includes('wrong'));
    for (const name of ['Position', 'Point', 'Side']) {
      assert.equal(text.split(new RegExp(`"name":"(?:com.acme.geo.)?${name}"`)).length, 2, name);
    }
    avsc.Type.forSchema(JSON.parse(text) as avsc.Schema);
  });

  it('that nobody can complete says what is missing', async () => {
    const { 'other/geo/enums.avsc': _enums, ...files } = FILES;
    await assert.rejects(schemaFile('schemas/truck.avsc', folderOf(files)), {
      code: 'notFound',
      message:
        'schemas/truck.avsc needs the type com.acme.geo.Side, which no .avsc file of the workspace has. Add the file.',
    });
  });

  it('that is made to exhaust the stack is refused, or overlooked beside another', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    await assert.rejects(schemaFile('deep.avsc', folderOf({ 'deep.avsc': deep })), /nested too/);
    const files = { ...FILES, 'schemas/deep.avsc': deep };
    assert.ok((await schemaFile('schemas/truck.avsc', folderOf(files))).text.includes('RIGHT'));
  });
});
