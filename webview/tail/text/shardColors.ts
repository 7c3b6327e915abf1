import { parseShardId } from '../../../src/formats/shardId.ts';

/** The theme's colours for charts, in the order in which neighbouring shards tell apart best. */
export const CHART_COLORS = [
  'charts-blue',
  'charts-orange',
  'charts-green',
  'charts-purple',
  'charts-yellow',
  'charts-red',
] as const;

export type ShardColor = (typeof CHART_COLORS)[number];

/**
 * The colour that stands for a shard wherever it is drawn: rows, charts, lineage. It follows from
 * the id alone, so it never changes; shards whose numbers are six apart share one. Colour only helps
 * the eye: what it says is always written beside it, and high contrast does without.
 */
export function shardColor(shardId: string): ShardColor {
  const index = parseShardId(shardId) ?? sumOf(shardId);
  return CHART_COLORS[index % CHART_COLORS.length] ?? 'charts-blue';
}

/** The same as a value for CSS; `themeColor(shardColor(id), …)` has it for a canvas. */
export function shardColorCss(shardId: string): string {
  return `var(--vscode-${shardColor(shardId)})`;
}

/** For ids of another server, which need not end in a number. */
function sumOf(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
  return sum;
}
