import type { MetricsSample, ShardMetrics } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element, setText } from '../../shared/dom.ts';
import { formatBytes, formatRate } from '../text/format.ts';
import { RateChart } from './chart.ts';
import { appendSample, sampleOf } from './samples.ts';
import { ShardTable } from './shardTable.ts';

/** The chart of all shards together, and below it each shard in numbers. */
export class ShardsPane {
  readonly node: HTMLElement;
  private readonly records = element('span');
  private readonly bytes = element('span');
  private readonly chart = new RateChart();
  private readonly table = new ShardTable();
  private samples: readonly MetricsSample[] = [];

  constructor() {
    const legend = element(
      'div',
      { class: 'legend' },
      element('span', { class: 'legend-records' }, this.records),
      element('span', { class: 'legend-bytes' }, this.bytes),
    );
    const title = element('span', { class: 'pane-title' }, 'Shards');
    this.node = element(
      'section',
      { class: 'pane shards', 'aria-label': 'Shards' },
      element('header', { class: 'pane-header' }, title, legend),
      this.chart.node,
      this.table.node,
    );
  }

  open(history: readonly MetricsSample[], metrics: readonly ShardMetrics[]): void {
    this.samples = history.slice(-limits.samplesMax);
    this.show(metrics, this.samples.at(-1) ?? sampleOf(metrics, 0));
  }

  /** `timeMs` is when the metrics arrived. */
  setMetrics(metrics: readonly ShardMetrics[], timeMs: number): void {
    const sample = sampleOf(metrics, timeMs);
    this.samples = appendSample(this.samples, sample, limits.samplesMax);
    this.show(metrics, sample);
  }

  private show(metrics: readonly ShardMetrics[], sample: MetricsSample): void {
    this.chart.setSamples(this.samples);
    this.table.setMetrics(metrics);
    setText(this.records, `${formatRate(sample.recordsPerSecond)} records/s`);
    setText(this.bytes, `${formatBytes(sample.bytesPerSecond)}/s`);
  }
}
