import type { JsonTree } from './jsonTree.ts';

/** What a key does in a tree, as ARIA's tree pattern has it. */
export type TreeMove =
  | { readonly kind: 'go'; readonly node: number }
  | { readonly kind: 'open' | 'close'; readonly node: number };

interface Place {
  readonly tree: JsonTree;
  /** The nodes that are rows now, from the top. */
  readonly listed: readonly number[];
  readonly active: number;
  readonly isOpen: (node: number) => boolean;
  readonly pageRows: number;
}

/** Undefined when the key is none of the tree's. */
export function moveInTree(key: string, place: Place): TreeMove | undefined {
  const { tree, active, isOpen } = place;
  const hasChildren = (tree.nodes[active]?.childCount ?? 0) > 0;
  switch (key) {
    case 'ArrowDown':
      return step(place, 1);
    case 'ArrowUp':
      return step(place, -1);
    case 'PageDown':
      return step(place, place.pageRows);
    case 'PageUp':
      return step(place, -place.pageRows);
    case 'Home':
      return step(place, Number.NEGATIVE_INFINITY);
    case 'End':
      return step(place, Number.POSITIVE_INFINITY);
    case 'ArrowRight':
      if (hasChildren && !isOpen(active)) return { kind: 'open', node: active };
      return hasChildren ? step(place, 1) : undefined;
    case 'ArrowLeft':
      return leave(place, hasChildren);
    case 'Enter':
      return hasChildren ? { kind: isOpen(active) ? 'close' : 'open', node: active } : undefined;
    default:
      return undefined;
  }
}

function leave(
  { tree, active, isOpen, listed }: Place,
  hasChildren: boolean,
): TreeMove | undefined {
  if (hasChildren && isOpen(active)) return { kind: 'close', node: active };
  const parent = tree.nodes[active]?.parent ?? -1;
  return listed.includes(parent) ? { kind: 'go', node: parent } : undefined;
}

function step({ listed, active }: Place, rows: number): TreeMove | undefined {
  const from = listed.indexOf(active);
  const to = Math.max(0, Math.min(from + rows, listed.length - 1));
  const node = listed[to];
  return node === undefined ? undefined : { kind: 'go', node };
}
