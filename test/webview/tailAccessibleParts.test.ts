import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TailPhase } from '../../src/protocol/webview/tail.ts';
import { axeViolations } from '../support/axe.ts';
import type { TailView } from './support/tailHarness.ts';
import { TailSuite } from './support/tailSuite.ts';
import { themes, type ThemeName } from './support/themes.ts';

/** Something that a person can bring about, and the part of the page that shows it. */
interface Scene {
  readonly name: string;
  readonly part: string;
  readonly show: (view: TailView) => Promise<unknown>;
  /** Its colours are those of another scene, so that it is looked at in the first theme only. */
  readonly isAlike?: boolean;
}

const POPOVER = '.popover:popover-open';

const press = (view: TailView, button: string | RegExp): Promise<void> =>
  view.frame.getByRole('button', { name: button }).first().click();

const openTab = (view: TailView, name: string): Promise<void> =>
  view.frame.getByRole('tab', { name, exact: true }).click();

const setPhase = (view: TailView, phase: TailPhase): Promise<void> =>
  view.page.evaluate((phase) => window.fakeHost.setPhase(phase), phase);

/** Each closes what the one before opened, if Escape does not. */
const POPOVERS: readonly Scene[] = [
  {
    name: 'copy menu',
    part: POPOVER,
    show: (view) => press(view, 'Copy…'),
  },
  ...['path', 'key', 'shard', 'time'].map((kind) => ({
    name: `condition on ${kind}`,
    isAlike: kind !== 'time',
    part: POPOVER,
    show: async (view: TailView) => {
      await press(view, 'Add a condition');
      await view.frame.getByRole('combobox', { name: 'Condition on' }).selectOption(kind);
      await press(view, /^Add$/);
      const shown = kind === 'path' ? 'Enter the path' : 'Enter ';
      await view.frame.locator(POPOVER).getByText(shown).first().waitFor();
    },
  })),
  {
    name: 'saved filters, of which one gets another name',
    part: POPOVER,
    show: async (view) => {
      await view.press('/');
      await view.page.keyboard.type('truck');
      await press(view, 'Saved filters');
      await view.frame.getByRole('textbox', { name: 'Name of the filter' }).fill('Fast');
      await press(view, /^Save$/);
      await press(view, 'Rename Fast');
      await view.frame.getByRole('textbox', { name: 'New name of Fast' }).waitFor();
    },
  },
  {
    name: 'saved filters, with no name entered',
    part: POPOVER,
    show: async (view) => {
      await press(view, 'Saved filters');
      await view.frame.getByRole('textbox', { name: 'Name of the filter' }).fill('');
      await press(view, /^Save$/);
      await view.frame.getByText('Enter a name.').waitFor();
    },
  },
  ...['At a time', 'At a sequence number', 'After a sequence number of each shard'].map(
    (start) => ({
      name: `start ${start}`,
      isAlike: start !== 'At a time',
      part: POPOVER,
      show: async (view: TailView) => {
        await press(view, 'Start position');
        await view.frame.getByRole('radio', { name: start, exact: true }).click();
        await view.frame.getByRole('radio', { name: 'Stop after a number of records' }).click();
        await press(view, 'Start here');
        await view.frame.locator(`${POPOVER} .form-message`).waitFor();
      },
    }),
  ),
  {
    name: 'shards',
    part: POPOVER,
    show: async (view) => {
      await press(view, 'Shards: all shards');
      await press(view, 'Find key');
      await view.frame.getByText('Enter the partition key to find.').waitFor();
    },
  },
  {
    name: 'read budget',
    part: POPOVER,
    show: (view) => press(view, 'How the stream is read'),
  },
  {
    name: 'columns',
    part: POPOVER,
    show: async (view) => {
      await press(view, 'Columns…');
      await view.frame.getByRole('textbox', { name: 'JSON path of a new column' }).fill('speed');
      await press(view, /^Add$/);
      await view.frame.getByRole('button', { name: 'Remove speed' }).waitFor();
      await press(view, /^Add$/);
      await view.frame.getByText('Enter a JSON path').waitFor();
    },
  },
];

const STREAM: readonly Scene[] = [
  {
    name: 'shards in numbers',
    part: '.stream',
    show: (view) => view.frame.locator('.shard-table .hot').waitFor(),
  },
  {
    name: 'heat map, a cell of it, and the table',
    part: '.stream',
    show: async (view) => {
      await openTab(view, 'Heat map');
      await view.frame.getByRole('application', { name: /^Heat map/ }).focus();
      await view.press('ArrowLeft');
      await view.frame.getByText('As a table').click();
      await view.frame.locator('.heat-cell:not(:empty)').waitFor();
    },
  },
  {
    name: 'hot keys',
    part: '.stream',
    show: async (view) => {
      await openTab(view, 'Hot keys');
      await view.frame.locator('.hot-keys tbody tr').first().waitFor();
    },
  },
  {
    name: 'lineage, and a shard of it',
    part: '.stream',
    show: async (view) => {
      await openTab(view, 'Lineage');
      await view.frame.locator('.lineage-band').first().click();
      await view.frame.locator('.lineage-told:not(:empty)').waitFor();
    },
  },
];

const HISTOGRAM: readonly Scene[] = [
  {
    name: 'histogram by shard, and a brush',
    part: '.histogram',
    show: async (view) => {
      const by = view.frame.getByRole('combobox', { name: 'Stack the bars by' });
      await by.selectOption('shard');
      await view.frame.locator('.legend-item').first().waitFor();
      await view.frame.getByRole('slider', { name: /^Records over time/ }).focus();
      await view.press('ArrowLeft');
      await view.press('Shift+ArrowLeft');
    },
  },
  {
    name: 'histogram as a table',
    part: '.histogram',
    show: (view) => press(view, 'Show as table'),
  },
  {
    name: 'histogram by field',
    part: '.histogram',
    show: async (view) => {
      const by = view.frame.getByRole('combobox', { name: 'Stack the bars by' });
      await by.selectOption('path');
      await view.frame.getByRole('textbox', { name: 'Path of the field' }).fill('status');
    },
  },
];

const RECORD: readonly Scene[] = [
  {
    name: 'search in a record',
    part: '.detail',
    show: async (view) => {
      await view.selectNewest();
      await view.frame.getByRole('tree').focus();
      await view.press('ControlOrMeta+f');
      await view.page.keyboard.type('speed');
      await view.frame.getByText('1 of 1').waitFor();
    },
  },
  {
    name: 'how a record was decoded, as text',
    part: '.detail',
    show: async (view) => {
      await press(view, 'Show as text');
      await view.frame.locator('.decode-report summary').click();
    },
  },
  {
    name: 'a large record in hex',
    part: '.detail',
    show: async (view) => {
      await view.page.evaluate(() =>
        window.fakeHost.pushData(Array.from({ length: 9_000 }, (_, index) => index % 256)),
      );
      await view.settled();
      await view.selectNewest();
      await openTab(view, 'Hex');
      await view.frame.getByRole('button', { name: 'Show more' }).waitFor();
    },
  },
];

const FILTER: readonly Scene[] = [
  {
    name: 'an expression that cannot be read',
    part: '.filter-bar',
    show: async (view) => {
      await press(view, 'Use an expression (CEL)');
      await view.page.keyboard.type('size((');
      await view.frame.getByText('A parenthesis is not closed.').waitFor();
    },
  },
  {
    name: 'a condition that hides, and one that is refused',
    part: '.filter-bar',
    show: async (view) => {
      await view.frame.getByRole('textbox', { name: /^Expression/ }).fill('');
      await press(view, 'Add a condition');
      await view.frame.getByRole('combobox', { name: 'Condition on' }).selectOption('shard');
      await view.frame.getByRole('textbox', { name: 'Shards' }).fill('0');
      await view.frame.getByRole('checkbox', { name: 'Hide what matches' }).click();
      await press(view, /^Add$/);
      await view.frame.locator('.chip').waitFor();
      await view.page.evaluate(() => (window.fakeHost.refusedKind = 'shard'));
      await view.frame.locator('.chip-text').click();
      await view.frame.locator('.chip.wrong').waitFor();
    },
  },
];

const PHASES: readonly TailPhase[] = [
  { name: 'held' },
  { name: 'connecting' },
  { name: 'paused', full: false },
  { name: 'paused', full: true, byItself: true },
  { name: 'waiting', message: 'The service cannot be reached.' },
  { name: 'ended', at: { type: 'COUNT', records: 1_000 } },
  { name: 'failed', message: 'The stream truck-positions does not exist.' },
];

const NOTICES: readonly Scene[] = PHASES.map((phase) => ({
  name: JSON.stringify(phase),
  isAlike: phase.name === 'held' || phase.name === 'connecting' || phase.name === 'ended',
  part: '.toolbar, .grid-area',
  show: (view) => setPhase(view, phase),
}));

const BEHIND: Scene = {
  name: 'behind, with new records below',
  part: '.grid-area',
  show: async (view) => {
    await view.page.evaluate(() =>
      window.fakeHost.setProgress({
        behindMs: 15_120_000,
        share: 0.37,
        trend: 'nearing',
        etaMs: 115_000,
        recordsPerSecond: 900,
        bytesPerSecond: 3_145_728,
        emptyReads: 0,
      }),
    );
    await view.scrollTo(0);
    await view.push(5);
    await view.frame.locator('.pill').waitFor();
  },
};

const MASKED: Scene = {
  name: 'masked',
  part: '.toolbar',
  show: async (view) => {
    await view.frame.locator('.masking').click();
    await view.frame.getByText('Masked · 2 rules').waitFor();
  },
};

const WITH_RECORDS = [...POPOVERS, ...STREAM, ...HISTOGRAM, ...RECORD, BEHIND, MASKED, ...FILTER];

describe('every part of the page of a tail, for everybody', () => {
  const tail = new TailSuite();

  async function violations(scenes: readonly Scene[], onlyColors: boolean): Promise<string[]> {
    const found: string[] = [];
    for (const { name, part, show, isAlike = false } of scenes) {
      if (onlyColors && isAlike) continue;
      await tail.view.press('Escape');
      await show(tail.view);
      await tail.view.settled();
      const violations = await axeViolations(tail.view.frame, { part, onlyColors });
      found.push(...violations.map((violation) => `${name}: ${violation}`));
    }
    return found;
  }

  for (const theme of Object.keys(themes) as ThemeName[]) {
    test(`has nothing that axe complains of in ${theme}`, async () => {
      await tail.reopen({ theme });
      const onlyColors = theme !== 'dark';
      const empty = await violations(NOTICES, onlyColors);
      await tail.view.push(200);
      await tail.view.page.evaluate(() => window.fakeHost.setPhase({ name: 'running' }));
      await tail.view.page.evaluate(() => window.fakeHost.sendMetrics());
      await tail.view.selectNewest();
      assert.deepEqual([...empty, ...(await violations(WITH_RECORDS, onlyColors))], []);
    });
  }
});
