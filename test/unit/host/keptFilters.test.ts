import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SavedFilterChange } from '../../../src/protocol/webview/filter.ts';
import { parseSharedFilters, withSharedFilter } from '../../../src/host/filterSettings.ts';
import { type FilterSettings, KeptFilters } from '../../../src/host/panels/keptFilters.ts';

const ORDERS = { connectionName: 'Local engine', streamName: 'orders' };
const CLICKS = { connectionName: 'Local engine', streamName: 'clicks' };

function memoryOf(
  values = new Map<string, unknown>(),
): ConstructorParameters<typeof KeptFilters>[0] {
  return {
    get: (key) => values.get(key),
    update: (key, value) => {
      // As VS Code does: what is kept is JSON.
      values.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  };
}

function settingsOf(
  shared: ReturnType<typeof parseSharedFilters> = { filters: [], problems: [] },
): FilterSettings {
  return {
    shared: () => shared,
    share: (filter) => {
      shared.filters.push(filter);
      return Promise.resolve();
    },
  };
}

test('keeps, renames and deletes the filters of a stream, and those of another apart', async () => {
  const memory = memoryOf();
  const kept = new KeptFilters(memory, settingsOf());
  await kept.change(ORDERS, { kind: 'save', name: 'Paid', text: 'status=paid' });
  await kept.change(ORDERS, { kind: 'save', name: 'Large', text: 'total>1000' });
  await kept.change(ORDERS, { kind: 'save', name: 'Paid', text: 'status=PAID' });
  await kept.change(CLICKS, { kind: 'save', name: 'Mine', text: 'me' });
  await kept.change(ORDERS, { kind: 'rename', name: 'Large', to: 'Huge' });
  const later = new KeptFilters(memory, settingsOf());
  assert.deepEqual(later.of(ORDERS).filters, [
    { name: 'Huge', text: 'total>1000', origin: 'workspace' },
    { name: 'Paid', text: 'status=PAID', origin: 'workspace' },
  ]);
  const left = await later.change(ORDERS, { kind: 'remove', name: 'Huge' });
  assert.deepEqual(
    [left.filters.map(({ name }) => name), later.of(CLICKS).filters.map(({ name }) => name)],
    [['Paid'], ['Mine']],
  );
});

test('refuses what would be lost or could not be read', async () => {
  const kept = new KeptFilters(memoryOf(), settingsOf());
  await kept.change(ORDERS, { kind: 'save', name: 'Paid', text: 'status=paid' });
  await kept.change(ORDERS, { kind: 'save', name: 'Large', text: 'total>1000' });
  const refused = async (change: SavedFilterChange): Promise<string> => {
    const error: unknown = await kept.change(ORDERS, change).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof Error);
    return error.message;
  };
  assert.deepEqual(
    [
      await refused({ kind: 'save', name: ' ', text: 'a' }),
      await refused({ kind: 'save', name: 'x'.repeat(101), text: 'a' }),
      await refused({ kind: 'save', name: 'Broken', text: '"a' }),
      await refused({ kind: 'rename', name: 'Large', to: 'Paid' }),
      await refused({ kind: 'rename', name: 'Gone', to: 'New' }),
    ],
    [
      'Enter a name.',
      'The name is too long.',
      'This text has no closing quote (at character 1).',
      'There is a filter "Paid" already.',
      'There is no filter "Gone" any more.',
    ],
  );
  assert.equal(kept.of(ORDERS).filters.length, 2);
});

test('takes no harm from what somebody else wrote there', () => {
  const key = JSON.stringify(['Local engine', 'orders']);
  for (const value of [null, 'x', [1], [['a']], [[key, [1, {}]]]]) {
    const kept = new KeptFilters(memoryOf(new Map([['savedFilters', value]])), settingsOf());
    assert.deepEqual(kept.of(ORDERS).filters, []);
  }
});

test('shares the filters of the settings by stream, and says what is wrong with them', () => {
  const shared = parseSharedFilters((name) =>
    name === 'filters'
      ? {
          '*': { Errors: 'level=error', Broken: '"x', Empty: ' ' },
          orders: { Paid: 'status=paid', Number: 7 },
          clicks: { Mine: 'me' },
          payments: 'none',
        }
      : undefined,
  );
  const kept = new KeptFilters(memoryOf(), settingsOf(shared));
  assert.deepEqual(kept.of(ORDERS), {
    filters: [
      { name: 'Errors', text: 'level=error', origin: 'settings' },
      { name: 'Paid', text: 'status=paid', origin: 'settings' },
    ],
    problems: [
      'The filter "Broken" in kinesisWorkbench.filters: This text has no closing quote (at character 1).',
      'The filter "Empty" in kinesisWorkbench.filters: it is empty.',
      'The filter "Number" in kinesisWorkbench.filters: it is not a text.',
      '"payments" in kinesisWorkbench.filters has no filters by name.',
    ],
  });
  assert.deepEqual(parseSharedFilters(() => []).problems, [
    'The setting kinesisWorkbench.filters is not an object.',
  ]);
});

test('moves a filter to the settings of the workspace, and replaces none there', async () => {
  const kept = new KeptFilters(memoryOf(), settingsOf());
  await kept.change(ORDERS, { kind: 'save', name: 'Paid', text: 'status=paid' });
  const shared = { name: 'Paid', text: 'status=paid', origin: 'settings' };
  const after = await kept.change(ORDERS, { kind: 'share', name: 'Paid' });
  assert.deepEqual(after.filters, [shared]);
  await kept.change(ORDERS, { kind: 'save', name: 'Paid', text: 'paid' });
  await assert.rejects(kept.change(ORDERS, { kind: 'share', name: 'Paid' }), {
    message: 'The settings have a filter "Paid" already. Rename this one.',
  });
  await assert.rejects(kept.change(ORDERS, { kind: 'share', name: 'Gone' }), {
    message: 'There is no filter "Gone" any more.',
  });
  assert.deepEqual(kept.of(ORDERS).filters, [
    { ...shared, text: 'paid', origin: 'workspace' },
    shared,
  ]);
});

test('leaves everything else in the setting as it was', () => {
  const filter = { streamName: 'orders', name: 'Paid', text: 'status=paid' };
  assert.deepEqual(
    [undefined, 'x', { orders: 7 }, { orders: { Large: 'total>1' }, clicks: 3 }].map((value) =>
      withSharedFilter(value, filter),
    ),
    [
      { orders: { Paid: 'status=paid' } },
      { orders: { Paid: 'status=paid' } },
      { orders: { Paid: 'status=paid' } },
      { orders: { Large: 'total>1', Paid: 'status=paid' }, clicks: 3 },
    ],
  );
});
