import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import { callEngine } from '../../../src/host/engine/controlClient.ts';

const servers: { close(): void }[] = [];
after(() => {
  for (const server of servers) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a call carries the header that other sites cannot send, and its body', async () => {
  const seen: unknown[] = [];
  const endpoint = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push([
        request.method,
        request.url,
        request.headers['x-kinesis-workbench'],
        JSON.parse(body),
      ]);
      response.end('{"stopped":true}');
    });
  });
  const answer = await callEngine(endpoint, 'stopProducer', { streamName: 's', kind: 'gps' });
  assert.deepEqual(answer, { stopped: true });
  assert.deepEqual(seen, [
    ['POST', '/_kinesis-workbench/producers/stop', '1', { streamName: 's', kind: 'gps' }],
  ]);
});

test('a refusal is told in the words of the engine', async () => {
  const endpoint = await serve((_request, response) => {
    response.statusCode = 400;
    response.end('{"code":"invalid","message":"The rate is too high"}');
  });
  await assert.rejects(
    callEngine(endpoint, 'health'),
    new ExpectedError('engineFailed', 'The rate is too high'),
  );
});

test('somebody else on the port is no engine, and nobody is a stopped one', async () => {
  const endpoint = await serve((_request, response) => response.end('<html>hello</html>'));
  await assert.rejects(callEngine(endpoint, 'health'), { code: 'engineFailed' });
  await assert.rejects(callEngine('http://127.0.0.1:1', 'health'), { code: 'engineStopped' });
});
