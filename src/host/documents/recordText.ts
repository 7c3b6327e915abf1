import { parse, stringify } from 'lossless-json';
import { DOCUMENT_DATA_CHARS_MAX } from '../limits.ts';

/** How the data of a record reads: as JSON when it is JSON, else as text, else as base64. */
export type ReadableData =
  | { readonly kind: 'json' | 'text'; readonly text: string }
  | { readonly kind: 'base64'; readonly text: string };

export function readableData(data: Uint8Array): ReadableData {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return { kind: 'base64', text: cut(Buffer.from(data).toString('base64')) };
  }
  const pretty = prettyLossless(text);
  return pretty === undefined
    ? { kind: 'text', text: cut(text) }
    : { kind: 'json', text: cut(pretty) };
}

/** Numbers keep every digit: they are never turned into doubles. */
function prettyLossless(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return stringify(parse(text), undefined, 2);
  } catch {
    return undefined;
  }
}

function cut(text: string): string {
  if (text.length <= DOCUMENT_DATA_CHARS_MAX) return text;
  return `${text.slice(0, DOCUMENT_DATA_CHARS_MAX)}… (${text.length - DOCUMENT_DATA_CHARS_MAX} more characters)`;
}
