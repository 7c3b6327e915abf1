import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RowPage } from '../../../../src/protocol/webview/tail.ts';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { TailSession } from '../../../../src/tail/session.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeSource } from '../fakeSource.ts';

describe('a tail whose masking rules change', () => {
  async function tailOf(
    texts: readonly string[],
  ): Promise<{ clock: FakeClock; tail: TailSession }> {
    const clock = new FakeClock();
    const source = new FakeSource(clock, ['shardId-000000000000']);
    for (const text of texts) source.put('shardId-000000000000', text, text);
    const tail = new TailSession({
      source,
      clock,
      random: () => 0,
      connectionName: 'c',
      streamName: 's',
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      decoder: plainDecoder,
      masking: { rules: ['email'], isOn: true },
    });
    tail.start();
    await clock.advance(2_000);
    return { clock, tail };
  }

  it('shows, finds and keeps its rows by the new ones at once', async () => {
    const card = '{"card":"4242424242424242"}';
    const { clock, tail } = await tailOf([card, '{"mail":"ana.secret@example.com"}']);
    const all = tail.snapshot();
    const rows = (): RowPage =>
      tail.rows({ generation: tail.counts.generation, from: 0, count: 9, paths: ['card'] });
    const before = tail.counts.generation;
    const old = rows().rows[0];
    assert.deepEqual([old?.preview, old?.cells], [card, ['4242424242424242']]);
    tail.masking.setRules({ rules: ['cardNumber'] });
    // Nothing can be asked for any more by what the page knows.
    assert.deepEqual(tail.rows({ generation: before, from: 0, count: 9 }).rows, []);
    assert.equal(tail.record({ generation: before, ordinal: 0 }), undefined);
    const now = rows().rows[0];
    assert.deepEqual([now?.preview, now?.cells], ['{"card":"•••• 4242"}', ['•••• 4242']]);
    assert.equal(Buffer.from(all.record(0)?.data ?? []).toString(), '{"card":"•••• 4242"}');
    assert.match(rows().rows[1]?.preview ?? '', /ana\.secret/);
    assert.equal(await filtered(tail, clock, '424242424242'), 0);
    assert.equal(await filtered(tail, clock, 'ana.secret'), 1);
    tail.masking.setRules({ rules: ['email'] });
    await clock.advance(100);
    // The filter of before is asked anew of what is seen now.
    assert.equal(tail.counts.end, 0);
    tail.dispose();
  });

  it('counts no histogram to its end that began by the old ones', async () => {
    const { clock, tail } = await tailOf(['{"card":"4242424242424242"}']);
    const counting = tail.histogram.count({ split: { by: 'path', path: 'card' } });
    tail.masking.setRules({ rules: ['cardNumber'] });
    await assert.rejects(counting, { code: 'cancelled' });
    const counted = tail.histogram.count({ split: { by: 'path', path: 'card' } });
    await clock.advance(100);
    assert.deepEqual(
      (await counted)?.groups.map(({ name }) => name),
      ['•••• 4242'],
    );
    tail.dispose();
  });

  it('hides everything while the rules are such that compiling them fails in any way', async () => {
    const { tail } = await tailOf(['nothing to hide']);
    tail.masking.setRules({ rules: [undefined as never] });
    assert.match(tail.state.masking.problem ?? '', /undefined/);
    const { generation } = tail.counts;
    assert.equal(tail.rows({ generation, from: 0, count: 1 }).rows[0]?.preview, '••••');
    tail.masking.setRules({ rules: ['email'] });
    assert.equal(tail.state.masking.problem, undefined);
    tail.dispose();
  });

  it('leaves fingerprints as they were, and its rows where nothing changed', async () => {
    const { tail } = await tailOf(['ana.secret@example.com']);
    const keyOf = (): string | undefined =>
      tail.rows({ generation: tail.counts.generation, from: 0, count: 1 }).rows[0]?.partitionKey;
    const [before, { generation }] = [keyOf(), tail.counts];
    tail.masking.setRules({ rules: ['email'], fingerprints: false });
    assert.equal(tail.counts.generation, generation);
    tail.masking.setRules({ rules: ['email', 'cardNumber'] });
    assert.notEqual(tail.counts.generation, generation);
    assert.equal(keyOf(), before);
    tail.dispose();
  });
});

async function filtered(tail: TailSession, clock: FakeClock, text: string): Promise<number> {
  tail.filter({ conditions: [{ kind: 'text', text }] });
  await clock.advance(100);
  return tail.counts.end;
}
