import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import { confirmPut } from '../../../src/host/commands/confirmPut.ts';
import type { ConnectionEntry } from '../../../src/host/connections/connectionRegistry.ts';

describe('a record that is put by hand', () => {
  const staging: ConnectionEntry = { name: 'shop', kind: 'aws', profile: 'p', region: 'r' };
  const production: ConnectionEntry = { ...staging, production: true };

  it('is confirmed on production, once for each stream that the person agreed to', async () => {
    const asked: string[] = [];
    let agrees = false;
    const put = (entry: ConnectionEntry, name: string, what: 'stream' | 'delivery stream') =>
      confirmPut({ entry, name }, what, (message) => {
        asked.push(message);
        return agrees
          ? Promise.resolve()
          : Promise.reject(new ExpectedError('cancelled', 'Cancelled'));
      });
    await put(staging, 'orders', 'stream');
    await put({ name: 'Local engine', kind: 'local' }, 'orders', 'stream');
    assert.deepEqual(asked, []);
    await assert.rejects(put(production, 'orders', 'stream'), { code: 'cancelled' });
    agrees = true;
    await put(production, 'orders', 'stream');
    await put(production, 'orders', 'stream');
    await put(production, 'clicks', 'stream');
    await put(production, 'orders', 'delivery stream');
    await put({ ...production, region: 'elsewhere' }, 'orders', 'stream');
    assert.deepEqual(asked, [
      'Put a record into the stream "orders" of shop?',
      'Put a record into the stream "orders" of shop?',
      'Put a record into the stream "clicks" of shop?',
      'Put a record into the delivery stream "orders" of shop?',
      'Put a record into the stream "orders" of shop?',
    ]);
  });
});
