import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

/** The first record of the fake host arrives then; in the page's time zone it is 17:34:31.200. */
const START_MS = Date.UTC(2026, 2, 1, 12, 4, 31, 200);

/** Wherever the page says a time, in the order of the screen. */
interface Said {
  readonly position: string;
  readonly chip: string;
  readonly brush: string;
  readonly banner: string;
  readonly lineage: string;
}

describe('the times of a tail', () => {
  const tail = new TailSuite();

  async function choose(format: string): Promise<void> {
    const { frame } = tail.view;
    await frame.getByRole('button', { name: 'Columns…', exact: true }).click();
    await frame.getByRole('radio', { name: format }).click();
    await tail.view.press('Escape');
    await tail.view.settled();
  }

  async function said(): Promise<Said> {
    const { frame } = tail.view;
    const plot = frame.locator('.histogram-plot');
    return {
      position: await frame.locator('[title^="Start position"]').innerText(),
      chip: await frame.locator('.chip-text').innerText(),
      brush: (await plot.getAttribute('aria-valuetext'))?.replace(/: \d+ records.*$/, '') ?? '',
      banner: (await frame.locator('.banner').innerText()).split('\n')[0] ?? '',
      lineage: (await frame.locator('.lineage-table tbody tr td').nth(3).textContent()) ?? '',
    };
  }

  test('are in the one form that is chosen, wherever they stand', async () => {
    const { frame, page } = tail.view;
    await tail.view.push(140);
    await frame.getByText('100 ms a bar').waitFor();
    await frame.locator('.histogram-plot').focus();
    await tail.view.press('Home');
    await tail.view.press('Enter');
    await frame.getByRole('tab', { name: 'Lineage' }).click();
    await page.evaluate((timestampMs) => {
      window.fakeHost.setState({ position: { type: 'AT_TIMESTAMP', timestampMs } });
      window.fakeHost.setPhase({ name: 'ended', at: { type: 'AT_TIMESTAMP', timestampMs } });
    }, START_MS);
    await frame.locator('.lineage-band').first().waitFor();
    await tail.view.settled();
    const shown: Said[] = [await said()];
    for (const format of ['UTC', 'Epoch milliseconds']) {
      await choose(format);
      shown.push(await said());
    }
    assert.deepEqual(shown, [
      {
        position: 'from 2026-03-01 17:34:31',
        chip: '2026-03-01 17:34:31.200 – 17:34:31.300',
        brush: '17:34:31.200 – 17:34:31.300',
        banner: 'Stopped at 2026-03-01 17:34:31 as asked.',
        lineage: '2026-03-01 17:44:31',
      },
      {
        position: 'from 2026-03-01 12:04:31Z',
        chip: '2026-03-01 12:04:31.200Z – 12:04:31.300Z',
        brush: '12:04:31.200Z – 12:04:31.300Z',
        banner: 'Stopped at 2026-03-01 12:04:31Z as asked.',
        lineage: '2026-03-01 12:14:31Z',
      },
      {
        position: 'from 1772366671200',
        chip: '1772366671200 – 1772366671300',
        brush: '1772366671200 – 1772366671300',
        banner: 'Stopped at 1772366671200 as asked.',
        lineage: '1772367271207',
      },
    ]);
  });

  test('are asked for in UTC or in local time, as the fields say', async () => {
    const { frame } = tail.view;
    const from = '2026-03-01T12:04:31.200';
    for (const [format, zone] of [
      ['UTC', 'UTC'],
      ['Local', 'local time'],
    ] as const) {
      await choose(format);
      await frame.getByRole('button', { name: 'Add a condition', exact: true }).click();
      await frame.getByRole('combobox', { name: 'Condition on' }).selectOption('time');
      await frame.getByLabel(`From (${zone})`).fill(from);
      await frame.getByRole('button', { name: 'Add', exact: true }).click();
      await frame.locator('.chip', { hasText: /12:04:31\.200/ }).waitFor();
      await tail.view.settled();
    }
    const calls = (await tail.view.calls()) as { method: string; params: unknown }[];
    assert.deepEqual(
      calls.filter(({ method }) => method === 'filter').map(({ params }) => params),
      [
        { conditions: [{ kind: 'time', fromMs: START_MS }] },
        { conditions: [{ kind: 'time', fromMs: START_MS - 5.5 * 3_600_000 }] },
      ],
    );
  });
});
