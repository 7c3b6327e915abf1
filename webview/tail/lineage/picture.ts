import type { LineageShard } from '../../../src/protocol/webview/lineage.ts';
import type { Band } from './layout.ts';
import { nameOf } from './lineageText.ts';

const SVG = 'http://www.w3.org/2000/svg' as const;
/** What a label needs, and the gap between bands. */
const LABEL_HEIGHT_PX = 12;
const LABEL_WIDTH_PX = 34;
const GAP_PX = 1;

/** The bands as SVG. What they mean is in the text below and in the table; this is for the eye. */
export function lineagePicture(
  bands: readonly Band[],
  options: {
    readonly width: number;
    readonly height: number;
    readonly selectedId: string | undefined;
    textOf(shard: LineageShard): string;
  },
): SVGElement {
  const { width, height, selectedId } = options;
  const picture = svg('svg', { width, height, 'aria-hidden': 'true', class: 'lineage-svg' });
  for (const band of bands) {
    const { shardId, state } = band.shard;
    const isSelected = shardId === selectedId;
    const group = svg('g', {
      class: `lineage-band ${state}${isSelected ? ' selected' : ''}`,
      'data-shard': shardId,
    });
    const title = svg('title', {});
    title.textContent = options.textOf(band.shard);
    group.append(title, ...rectangles(band));
    if (band.height >= LABEL_HEIGHT_PX && band.width >= LABEL_WIDTH_PX) group.append(label(band));
    picture.append(group);
  }
  // What is drawn last lies on top: its frame must not be covered.
  const selected = picture.querySelector('.selected');
  if (selected) picture.append(selected);
  return picture;
}

function rectangles({ x, y, width, height, readX, readWidth }: Band): SVGElement[] {
  const place = {
    y: y + GAP_PX / 2,
    height: Math.max(1, height - GAP_PX),
  };
  const life = { ...place, x: x + GAP_PX / 2, width: Math.max(1, width - GAP_PX) };
  const read = { ...place, x: readX + GAP_PX / 2, width: Math.max(0, readWidth - GAP_PX) };
  return [
    svg('rect', { ...life, class: 'lineage-life' }),
    svg('rect', { ...read, class: 'lineage-read' }),
    svg('rect', { ...life, class: 'lineage-frame' }),
  ];
}

function label({ shard, x, y, height }: Band): SVGElement {
  const text = svg('text', { x: x + 4, y: y + height / 2, class: 'lineage-label' });
  text.textContent = nameOf(shard.shardId);
  return text;
}

function svg(
  name: keyof SVGElementTagNameMap,
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
