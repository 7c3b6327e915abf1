import uPlot from 'uplot';
import { type Disposable, DisposableStore, toDisposable } from '../../../src/base/lifecycle.ts';
import type { MetricsSample } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element } from '../../shared/dom.ts';
import { FrameTask } from '../../shared/frame.ts';
import { onThemeChange, themeColor } from '../../shared/theme.ts';
import { formatBytes, formatRate } from '../text/format.ts';
import { lastingClockText } from '../text/timeFormat.ts';
import type { Times } from '../text/times.ts';

/**
 * Records and bytes per second over the last five minutes. The shard table beside it says the same
 * in words, so a screen reader skips the chart.
 */
export class RateChart implements Disposable {
  readonly node = element('div', { class: 'chart', 'aria-hidden': 'true' });
  private readonly store = new DisposableStore();
  private readonly frame = this.store.add(new FrameTask(() => this.draw()));
  private readonly times: Times;
  private plot: uPlot | undefined;
  private samples: readonly MetricsSample[] = [];

  constructor(times: Times) {
    this.times = times;
    const resized = new ResizeObserver(() => this.frame.schedule());
    resized.observe(this.node);
    this.store.add(toDisposable(() => resized.disconnect()));
    for (const changed of [onThemeChange, times.onDidChange]) {
      this.store.add(changed(() => this.drawAnew()));
    }
    this.store.add(toDisposable(() => this.plot?.destroy()));
  }

  setSamples(samples: readonly MetricsSample[]): void {
    this.samples = samples;
    this.frame.schedule();
  }

  private drawAnew(): void {
    this.plot?.destroy();
    this.plot = undefined;
    this.frame.schedule();
  }

  dispose(): void {
    this.store.dispose();
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (width === 0 || height === 0) return;
    // Without a time to end at, the axis would show the year 1970.
    if (this.samples.length === 0) {
      this.plot?.destroy();
      this.plot = undefined;
      return;
    }
    this.plot ??= new uPlot(optionsOf({ width, height }, this.times), [[], [], []], this.node);
    if (this.plot.width !== width || this.plot.height !== height) {
      this.plot.setSize({ width, height });
    }
    this.plot.setData([
      this.samples.map(({ timeMs }) => timeMs / 1000),
      this.samples.map(({ recordsPerSecond }) => recordsPerSecond),
      this.samples.map(({ bytesPerSecond }) => bytesPerSecond),
    ]);
  }
}

/** Powers of two, so that the axis shows round numbers of KB and MB. */
const BYTE_STEPS = Array.from({ length: 40 }, (_, power) => 2 ** power);

function optionsOf(
  { width, height }: { readonly width: number; readonly height: number },
  times: Times,
): uPlot.Options {
  const text = themeColor('descriptionForeground', '#888888');
  const grid = `color-mix(in srgb, ${themeColor('foreground', '#888888')} 15%, transparent)`;
  const isHighContrast = document.body.classList.contains('vscode-high-contrast');
  const font = `10px ${themeColor('font-family', 'sans-serif')}`;
  const axis = { stroke: text, font, ticks: { show: false }, gap: 4 };
  const rate = themeColor('charts-blue', '#3794ff');
  const volume = themeColor('charts-green', '#89d185');
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 4, 0, 4],
    scales: {
      x: { range: (_plot, _min, max) => [max - limits.samplesMax, max] },
      records: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.15)] },
      bytes: { range: (_plot, _min, max) => [0, Math.max(1024, max * 1.15)] },
    },
    axes: [
      {
        ...axis,
        size: 18,
        // Epoch milliseconds are the only times that are longer.
        space: times.format === 'epoch' ? 100 : 50,
        grid: { show: false },
        values: (_plot, ticks) =>
          ticks.map((tick) => lastingClockText(tick * 1000, times, 'minute')),
      },
      {
        ...axis,
        scale: 'records',
        size: 38,
        space: 24,
        grid: { show: !isHighContrast, stroke: grid, width: 1 },
        values: (_plot, ticks) => ticks.map(formatRate),
      },
      {
        ...axis,
        scale: 'bytes',
        side: 1,
        incrs: BYTE_STEPS,
        size: 46,
        space: 24,
        grid: { show: false },
        values: (_plot, ticks) => ticks.map(formatBytes),
      },
    ],
    series: [
      {},
      { scale: 'records', stroke: rate, width: 1.5, points: { show: false } },
      { scale: 'bytes', stroke: volume, width: 1, dash: [3, 2], points: { show: false } },
    ],
  };
}
