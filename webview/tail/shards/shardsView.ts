import type {
  MetricsSample,
  ShardMetrics,
  TailSnapshot,
} from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element, setText } from '../../shared/dom.ts';
import { formatBytes, formatRate } from '../text/format.ts';
import type { Times } from '../text/times.ts';
import { RateChart } from './chart.ts';
import { appendSample, sampleOf } from './samples.ts';
import { ShardTable } from './shardTable.ts';
import type { StreamView } from './streamView.ts';

/** The chart of all shards together, and below it each shard in numbers. */
export class ShardsView implements StreamView {
  readonly id = 'shards';
  readonly title = 'Shards';
  readonly node: HTMLElement;
  private readonly records = element('span');
  private readonly bytes = element('span');
  private readonly chart: RateChart;
  private readonly table = new ShardTable();
  private samples: readonly MetricsSample[] = [];

  constructor(times: Times) {
    this.chart = new RateChart(times);
    const legend = element(
      'div',
      { class: 'legend' },
      element('span', { class: 'legend-records' }, this.records),
      element('span', { class: 'legend-bytes' }, this.bytes),
    );
    this.node = element('div', { class: 'shards' }, legend, this.chart.node, this.table.node);
  }

  open({ history, metrics }: TailSnapshot): void {
    this.samples = history.slice(-limits.samplesMax);
    this.show(metrics, this.samples.at(-1) ?? sampleOf(metrics, 0));
  }

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
