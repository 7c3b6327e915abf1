import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { evenHashKeyRanges } from '../../src/formats/hashKey.ts';
import { startTestEngine } from '../support/engine.ts';
import { comesTrue } from '../support/eventually.ts';
import { TailKeys } from '../support/tailKeys.ts';
import type { TailPage } from './support/tailPage.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();
const SHARDS = 3;
const RECORDS = 12;

/** A stream of several shards, read from its oldest record on: block by block of its shards. */
describe('the order of the rows of a tail', () => {
  let engine: Engine;
  let connection: Connection;
  let workbench: Workbench;
  let tail: TailPage;
  let written = 0;

  before(async () => {
    engine = await startTestEngine();
    const { http: endpoint } = engine.ready;
    connection = createConnection({ kind: 'endpoint', endpoint, region: 'us-east-1' });
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: SHARDS } as const;
    await connection.streams.createStream(stream, signal);
    while (written < RECORDS) await putNext();
    const staging = { name: 'staging', kind: 'endpoint', endpoint, region: 'us-east-1' };
    workbench = await Workbench.open({ settings: { 'kinesisWorkbench.connections': [staging] } });
    await workbench.openSidebar();
    await workbench.tree('Streams').expand('staging');
    await workbench.openTail('orders');
    tail = workbench.tail();
    await tail.button('Read from oldest').click();
    await tail.frame.locator('.count', { hasText: `${RECORDS} records` }).waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    connection.dispose();
    await engine.stop();
  });

  /** Into the shards in turn, each in a millisecond of its own. */
  async function putNext(): Promise<void> {
    const explicitHashKey = String(evenHashKeyRanges(SHARDS)[written % SHARDS]?.start);
    const data = new TextEncoder().encode(`{"order":${written}}`);
    const record = { data, partitionKey: keyOf(written++), explicitHashKey };
    await connection.streams.putRecords('orders', [record], signal);
    const doneMs = Date.now();
    while (Date.now() < doneMs + 2) await setImmediate();
  }

  const keyOf = (index: number): string => `customer-${String(index).padStart(2, '0')}`;
  const inOrder = (count: number): string[] => Array.from({ length: count }, (_, at) => keyOf(at));
  const time = (): Locator => tail.grid().getByRole('columnheader', { name: 'Time' });

  /** The keys of the rows, from the top. */
  async function shownKeys(): Promise<string[]> {
    const shown = await tail.frame.locator('.rows > .row').evaluateAll((nodes) =>
      nodes.map((node) => ({
        ordinal: Number(node.getAttribute('data-ordinal')),
        key: node.querySelector('.key')?.textContent ?? '',
      })),
    );
    return shown.sort((a, b) => a.ordinal - b.ordinal).map(({ key }) => key);
  }

  /** The page has the rows a little later than their order. */
  async function assertArrival(count: number): Promise<void> {
    await tail.frame.locator('.grid-header .cell.time[aria-sort=ascending]').waitFor();
    await comesTrue(async () => assert.deepEqual(await shownKeys(), inOrder(count)));
  }

  async function assertBlocks(count: number): Promise<void> {
    await tail.frame.locator('.grid-header .cell.time:not([aria-sort])').waitFor();
    await comesTrue(async () => {
      const keys = await shownKeys();
      assert.notDeepEqual(keys, inOrder(count));
      assert.deepEqual(keys.sort(), inOrder(count));
    });
  }

  it('is by arrival after a click on the title of the times, and holds until the tail goes on', async () => {
    await assertBlocks(RECORDS);
    await time().click();
    await assertArrival(RECORDS);
    await tail.button('Resume').waitFor();
    await putNext();
    await tail.frame.locator('.count', { hasText: '1 waiting' }).waitFor();
    await assertArrival(RECORDS);
    await tail.button('Resume').click();
    await tail.rows(keyOf(RECORDS)).waitFor();
    await assertBlocks(RECORDS + 1);
  });

  it('is chosen by keyboard alone', async () => {
    const keys = new TailKeys(workbench.page, () => tail.document());
    await tail.focusRows();
    await keys.goTo(/^Time/);
    await keys.press('Enter');
    await assertArrival(RECORDS + 1);
    await keys.isOn(/^Time/);
    await keys.press('Enter');
    await assertBlocks(RECORDS + 1);
    await keys.press('Space');
    await assertArrival(RECORDS + 1);
    await keys.press('ArrowDown');
    await keys.isOn(/^Records$/);
    await keys.press('Space');
    await tail.button('Pause').waitFor();
    await assertBlocks(RECORDS + 1);
  });

  it('is chosen by command, is that of an export, and goes back by the menu of the titles', async () => {
    await workbench.runCommand('Kinesis: Order Rows by Arrival Time');
    await assertArrival(RECORDS + 1);
    await tail.button('Export').click();
    await workbench.quickInput.pick('JSON lines', 'Format');
    await workbench.quickInput.acceptText(/\.jsonl$/);
    await workbench.isTold('in order of arrival');
    const file = await workbench.fileThatEnds('.jsonl');
    const text = await readFile(join(workbench.folder, file), 'utf8');
    const exported = [...text.matchAll(/customer-\d\d/g)].map(([key]) => key);
    assert.deepEqual(exported, inOrder(RECORDS + 1));
    await workbench.chooseFromMenu(time(), 'Order Rows as Read');
    await assertBlocks(RECORDS + 1);
  });
});
