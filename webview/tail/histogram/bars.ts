import type { Histogram } from '../../../src/protocol/webview/histogram.ts';
import { CHART_COLORS, shardColorCss } from '../text/shardColors.ts';
import type { Brush } from './brush.ts';
import { brushRange } from './brush.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Layers from the back to the front, each as the height of its bars and where they begin. */
export interface Layer {
  readonly className: string;
  readonly color: string | undefined;
  readonly from: readonly number[];
  readonly counts: readonly number[];
}

/** The total light behind, and what is shown strong in front, in one piece or stacked by group. */
export function layersOf({ total, shown, groups }: Histogram, isByShard: boolean): Layer[] {
  const zeros = total.map(() => 0);
  const back: Layer = { className: 'bars-total', color: undefined, from: zeros, counts: total };
  if (groups.length === 0) {
    return [back, { className: 'bars-shown', color: undefined, from: zeros, counts: shown }];
  }
  const layers = [back];
  let from: readonly number[] = zeros;
  for (const [index, { name, counts }] of groups.entries()) {
    layers.push({
      className: 'bars-group',
      color: groupColor(name, index, isByShard),
      from,
      counts,
    });
    const base = from;
    from = base.map((value, bucket) => value + (counts[bucket] ?? 0));
  }
  return layers;
}

export function groupColor(name: string | undefined, index: number, isByShard: boolean): string {
  if (name === undefined) return 'var(--quiet)';
  return isByShard
    ? shardColorCss(name)
    : `var(--vscode-${CHART_COLORS[index % CHART_COLORS.length] ?? 'charts-blue'})`;
}

/** Draws bars in a box that is one unit wide for each bucket and 100 high. */
export class Bars {
  readonly node = document.createElementNS(SVG, 'svg');
  private readonly brushNode = document.createElementNS(SVG, 'rect');

  constructor() {
    this.node.setAttribute('preserveAspectRatio', 'none');
    this.node.setAttribute('aria-hidden', 'true');
    this.brushNode.setAttribute('class', 'brush');
    this.brushNode.setAttribute('height', '100');
  }

  draw(histogram: Histogram | undefined, isByShard: boolean, brush: Brush | undefined): void {
    const count = histogram?.total.length ?? 0;
    this.node.setAttribute('viewBox', `0 0 ${Math.max(1, count)} 100`);
    const max = Math.max(1, ...(histogram?.total ?? []));
    const layers = histogram ? layersOf(histogram, isByShard) : [];
    this.node.replaceChildren(
      ...(brush ? [this.brushNode] : []),
      ...layers.map((layer) => pathOf(layer, max)),
    );
    if (!brush) return;
    const { first, last } = brushRange(brush);
    this.brushNode.setAttribute('x', String(first));
    this.brushNode.setAttribute('width', String(last - first + 1));
  }
}

function pathOf(layer: Layer, max: number): SVGPathElement {
  const node = document.createElementNS(SVG, 'path');
  node.setAttribute('class', layer.className);
  node.setAttribute('d', outline(layer, max));
  if (layer.color !== undefined) node.style.fill = layer.color;
  return node;
}

/** One record is seen also beside a thousand: no bar is lower than two hundredths. */
function outline({ from, counts }: Layer, max: number): string {
  let path = '';
  for (const [bucket, count] of counts.entries()) {
    if (count === 0) continue;
    const height = Math.max(2, (count / max) * 100);
    const bottom = 100 - ((from[bucket] ?? 0) / max) * 100;
    path += `M${bucket + 0.08},${bottom.toFixed(2)}v${(-height).toFixed(2)}h0.84v${height.toFixed(2)}z`;
  }
  return path;
}
