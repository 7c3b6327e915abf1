import type { Histogram } from '../../../src/protocol/webview/histogram.ts';
import { element } from '../../shared/dom.ts';
import { formatCount } from '../text/format.ts';
import type { TimeFace } from '../text/timeFormat.ts';
import { bucketTime, groupName } from './histogramText.ts';

/** The same numbers for who cannot see bars, or wants them exactly; buckets without records are left out. */
export function histogramTable(histogram: Histogram, times: TimeFace): HTMLElement {
  const { fromMs, stepMs, total, shown, groups } = histogram;
  const columns = [
    { title: 'Records', counts: total },
    { title: 'Shown', counts: shown },
    ...groups.map(({ name, counts }) => ({ title: groupName(name), counts })),
  ];
  const head = element('tr', {}, ...['From', ...columns.map(({ title }) => title)].map(header));
  const rows = total.flatMap((count, bucket) => {
    if (count === 0) return [];
    const time = element('th', {}, bucketTime(fromMs + bucket * stepMs, stepMs, times));
    time.scope = 'row';
    const cells = columns.map(({ counts }) => element('td', {}, formatCount(counts[bucket] ?? 0)));
    return [element('tr', {}, time, ...cells)];
  });
  return element(
    'table',
    { class: 'histogram-table' },
    element('caption', { class: 'visually-hidden' }, 'Records over time'),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
}

function header(title: string): HTMLElement {
  const cell = element('th', {}, title);
  cell.scope = 'col';
  return cell;
}
