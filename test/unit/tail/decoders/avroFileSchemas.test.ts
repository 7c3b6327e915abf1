import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import avsc from 'avsc';
import { BUILT_IN_DECODERS } from '../../../../src/tail/decoders/all.ts';
import { AvroFileSchemas } from '../../../../src/tail/decoders/avroFileSchemas.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { avroReader } from '../../../../src/tail/schemas/avroSchema.ts';

const READER = avroReader({ text: '"int"' });
const NO_LIMIT = Number.POSITIVE_INFINITY;

function counting(): { schemas: AvroFileSchemas; compiled: string[] } {
  const compiled: string[] = [];
  const schemas = new AvroFileSchemas((text) => {
    compiled.push(text);
    if (text === 'none') throw new Error('It is none');
    return READER;
  });
  return { schemas, compiled };
}

/** A file that holds one `5`, with a schema that begins with so many types of no use. */
function fileWith(types: number): Uint8Array {
  const unused = Array.from({ length: types }, (_, index) => ({
    name: `f${String(index)}`,
    type: { type: 'record', name: `R${String(index)}`, fields: [] },
  }));
  const fields = [...unused, { name: 'n', type: 'int' }];
  const text = JSON.stringify({ type: 'record', name: 'Order', fields });
  const meta = avsc.Type.forSchema({ type: 'map', values: 'bytes' });
  const sync = Buffer.alloc(16, 7);
  const count = Buffer.from([2]);
  const data = Buffer.from([2, 10]);
  const head = meta.toBuffer({ 'avro.schema': Buffer.from(text) });
  const bytes = Buffer.concat([Buffer.from('Obj\u0001'), head, sync, count, data, sync]);
  return new Uint8Array(bytes);
}

describe('schemas of Avro files', () => {
  it('are compiled once', () => {
    const { schemas, compiled } = counting();
    for (const text of ['a', 'b', 'a', 'b']) {
      assert.equal(schemas.readerOf(text, NO_LIMIT), READER);
    }
    assert.deepEqual(compiled, ['a', 'b']);
  });

  it('fail once, and say why each time', () => {
    const { schemas, compiled } = counting();
    for (let round = 0; round < 3; round++) {
      assert.throws(() => schemas.readerOf('none', NO_LIMIT), /It is none/);
    }
    assert.deepEqual(compiled, ['none']);
  });

  it('are forgotten when many others came since', () => {
    const { schemas, compiled } = counting();
    for (let count = 0; count < 32; count++) schemas.readerOf(String(count), NO_LIMIT);
    schemas.readerOf('0', NO_LIMIT);
    schemas.readerOf('another', NO_LIMIT);
    assert.equal(compiled.length, 33);
    schemas.readerOf('0', NO_LIMIT);
    assert.equal(compiled.length, 33);
    schemas.readerOf('1', NO_LIMIT);
    assert.equal(compiled.length, 34);
  });

  it('are not compiled above a length, unless they are known', () => {
    const { schemas, compiled } = counting();
    assert.equal(schemas.readerOf('long', 3), undefined);
    assert.deepEqual(compiled, []);
    schemas.readerOf('long', 4);
    assert.equal(schemas.readerOf('long', 3), READER);
  });
});

describe('an Avro file with many types', () => {
  const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS });

  it('is read whole, and for a line of the grid from then on', () => {
    const data = new Uint8Array(gzipSync(fileWith(300)));
    const first = pipeline.decode(data, { startOnly: true });
    assert.deepEqual(first.steps.map(({ note }) => note).slice(0, 2), [
      '',
      'Its schema is too large for a preview',
    ]);
    assert.match(pipeline.decode(data).text, /"n":5\}\]$/);
    assert.match(pipeline.decode(data, { startOnly: true }).text, /"n":5\}\]$/);
  });

  it('is not read when its schema would take too long to compile', () => {
    const { kind, steps } = pipeline.decode(fileWith(700));
    assert.deepEqual([kind, steps[0]?.note], ['binary', 'The schema is too large']);
  });
});
