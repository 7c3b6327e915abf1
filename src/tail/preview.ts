import { makeVisible } from '../formats/visibleText.ts';
import { PREVIEW_BYTES_MAX, PREVIEW_CHARS_MAX } from './limits.ts';

export interface Preview {
  readonly text: string;
  /** False when the bytes are not UTF-8 and `text` is their hex. */
  readonly isText: boolean;
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * One line that shows the beginning of a payload. It looks at the first kilobyte only, so binary
 * data that starts like text counts as text.
 */
export function previewOf(data: Uint8Array): Preview {
  const text = decodeStart(data);
  if (text === undefined) return { text: hexStart(data), isText: false };
  return { text: makeVisible(cut(text)), isText: true };
}

/** Undefined when it is not UTF-8. A character that the cut splits does not make it invalid. */
function decodeStart(data: Uint8Array): string | undefined {
  const isCut = data.length > PREVIEW_BYTES_MAX;
  try {
    const start = isCut ? data.subarray(0, PREVIEW_BYTES_MAX) : data;
    return STRICT_UTF8.decode(isCut ? start.subarray(0, wholeCharacters(start)) : start);
  } catch {
    return undefined;
  }
}

/** Length without the bytes of a last character that may go on after the end. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 4 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

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
