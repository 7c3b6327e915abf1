import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { confluentSchema } from '../../../../src/host/schemas/confluentRegistry.ts';
import { compileSchema } from '../../../../src/tail/schemas/compileSchema.ts';

describe('a schema registry with the API of Confluent', () => {
  let server: Server;
  let url: string;
  let answers: Record<string, unknown>;
  let status: number;
  let asked: { path: string | undefined; authorization: string | undefined }[];

  beforeEach(async () => {
    answers = {};
    status = 404;
    asked = [];
    server = createServer(({ url: path = '', headers }, response) => {
      asked.push({ path, authorization: headers.authorization });
      const answer = answers[path];
      const location = typeof answer === 'string' ? { location: answer } : {};
      const code = answer === undefined ? status : typeof answer === 'string' ? 302 : 200;
      response.writeHead(code, { 'content-type': 'application/json', ...location });
      response.end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/registry`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const { signal } = new AbortController();
  const get = (id: number): ReturnType<typeof confluentSchema> =>
    confluentSchema(url, id, { fetch, signal });

  it('gives a schema by its id, Avro where it does not say', async () => {
    answers['/registry/schemas/ids/7'] = { schema: '"int"' };
    assert.deepEqual(await get(7), {
      format: 'AVRO',
      text: '"int"',
      origin: `schema 7 of ${new URL(url).host}`,
      references: [],
    });
    assert.deepEqual(asked, [{ path: '/registry/schemas/ids/7', authorization: undefined }]);
  });

  it('gives what a schema refers to, what that needs first', async () => {
    const record = (name: string, type: string): string =>
      JSON.stringify({ type: 'record', name, fields: [{ name: 'f', type }] });
    answers['/registry/schemas/ids/1'] = {
      schema: record('A', 'B'),
      references: [{ name: 'B', subject: 'b/value', version: 2 }],
    };
    answers['/registry/subjects/b%2Fvalue/versions/2'] = {
      schema: record('B', 'C'),
      references: [{ name: 'C', subject: 'c', version: 1 }],
    };
    answers['/registry/subjects/c/versions/1'] = { schema: record('C', 'int') };
    const schema = await get(1);
    assert.deepEqual(
      schema.references?.map(({ name }) => name),
      ['C', 'B'],
    );
    const options = { frame: 'confluent', charsMax: 100 } as const;
    const json = compileSchema(schema).read(new Uint8Array([8]), options);
    assert.equal(json, '{"f":{"f":{"f":4}}}');
  });

  it('is refused when its references never end', async () => {
    const endless = (version: number): object => ({
      schema: '"int"',
      references: [{ name: `r${String(version)}`, subject: 's', version }],
    });
    answers['/registry/schemas/ids/1'] = endless(0);
    for (let version = 0; version < 100; version++) {
      answers[`/registry/subjects/s/versions/${String(version)}`] = endless(version + 1);
    }
    await assert.rejects(get(1), { code: 'unsupported' });
    assert.ok(asked.length < 60);
  });

  const refusals: [number, string][] = [
    [404, 'notFound'],
    [401, 'accessDenied'],
    [403, 'accessDenied'],
    [500, 'serviceFailed'],
  ];
  for (const [code, expected] of refusals) {
    it(`says what to do after status ${String(code)}`, async () => {
      status = code;
      await assert.rejects(get(7), { code: expected });
    });
  }

  it('is not followed elsewhere', async () => {
    answers['/registry/schemas/ids/7'] = `${url}/schemas/ids/8`;
    answers['/registry/schemas/ids/8'] = { schema: '"int"' };
    await assert.rejects(get(7), { code: 'networkUnreachable' });
    assert.deepEqual(asked.length, 1);
  });

  it('is refused when it answers something else', async () => {
    answers['/registry/schemas/ids/1'] = { schema: 5 };
    answers['/registry/schemas/ids/2'] = { schema: '', schemaType: 'THRIFT' };
    answers['/registry/schemas/ids/3'] = { schema: 'x'.repeat(2_000_000) };
    await assert.rejects(get(1), { code: 'serviceFailed' });
    await assert.rejects(get(2), { code: 'serviceFailed' });
    await assert.rejects(get(3), { code: 'unsupported' });
  });

  it('is said to be out of reach when nobody answers', async () => {
    const gone = confluentSchema('http://127.0.0.1:1', 7, { fetch, signal });
    await assert.rejects(gone, { code: 'networkUnreachable' });
  });

  it('ends when it is given up', async () => {
    const abort = new AbortController();
    abort.abort(new Error('given up'));
    await assert.rejects(confluentSchema(url, 7, { fetch, signal: abort.signal }), /given up/);
  });
});
