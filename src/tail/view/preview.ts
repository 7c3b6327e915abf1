import { decodePath } from '../../formats/decodePath.ts';
import { makeVisible } from '../../formats/visibleText.ts';
import type { Decoding } from '../decoding.ts';
import { PREVIEW_CHARS_MAX } from '../limits.ts';

export interface Preview {
  readonly text: string;
  /** False when no decoder made text of the data and `text` is their hex. */
  readonly isText: boolean;
  /** "gzip → JSON"; undefined where the text is the data as it is. */
  readonly decodedBy: string | undefined;
}

/** One line that shows the beginning of what a payload means. */
export function previewOf(data: Uint8Array, { kind, text, steps }: Decoding): Preview {
  const path = decodePath(steps);
  const decodedBy = path === '' || PLAIN.has(path) ? undefined : path;
  if (kind === 'binary') return { text: hexStart(data), isText: false, decodedBy: undefined };
  return { text: makeVisible(cut(text)), isText: true, decodedBy };
}

/** What needs no word in a row. */
const PLAIN: ReadonlySet<string> = new Set(['JSON', 'UTF-8 text']);

function cut(text: string): string {
  if (text.length <= PREVIEW_CHARS_MAX) return text;
  const lastUnit = text.charCodeAt(PREVIEW_CHARS_MAX - 1);
  const splitsPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return text.slice(0, splitsPair ? PREVIEW_CHARS_MAX - 1 : PREVIEW_CHARS_MAX);
}

function hexStart(data: Uint8Array): string {
  const start = data.subarray(0, PREVIEW_CHARS_MAX / 2);
  return Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('hex');
}
