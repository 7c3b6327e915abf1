/** A range of buckets, both ends included; `anchor` stays while `head` moves. */
export interface Brush {
  readonly anchor: number;
  readonly head: number;
}

export function brushRange({ anchor, head }: Brush): { first: number; last: number } {
  return { first: Math.min(anchor, head), last: Math.max(anchor, head) };
}

/** Where a key leads; undefined when it is none of the brush. Without a brush it begins at the end. */
export function movedBrush(
  brush: Brush | undefined,
  press: { readonly key: string; readonly shiftKey: boolean },
  count: number,
): Brush | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const from = brush ?? { anchor: count, head: count };
  const head = headAfter(press.key, from.head, last);
  if (head === undefined) return undefined;
  const clamped = Math.min(last, Math.max(0, head));
  return { anchor: press.shiftKey && brush ? brush.anchor : clamped, head: clamped };
}

function headAfter(key: string, head: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return head - 1;
    case 'ArrowRight':
      return head + 1;
    case 'PageUp':
      return head - 10;
    case 'PageDown':
      return head + 10;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
