import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element } from '../../shared/dom.ts';
import { formatBytes, formatCount, plural } from '../text/format.ts';
import { makeBlockVisible } from '../../../src/formats/visibleText.ts';
import { decodeText } from './decodeText.ts';
import { hexDump } from './hexDump.ts';
import { printJson } from '../../../src/formats/jsonText.ts';

/** What a tab shows of a record, up to a budget that grows by a step with each "Show more". */
export interface Content {
  readonly node: Node;
  /** Whether it shows what was read, or else its bytes as hex. */
  readonly isText: boolean;
  /** How the data was understood, or what keeps it from being. */
  readonly note: string;
  /** What "Show more" would still bring, or undefined when all is shown. */
  readonly more: string | undefined;
}

/** What the decoders made of the data, as text. `pages` counts from 1 how often more was asked for. */
export function decodedContent(detail: RecordDetail, pages: number): Content {
  const { kind, text, isComplete } = detail.decoded;
  if (kind === 'binary') return asHex(detail, pages, '');
  const whole =
    text.length > dataBytes(detail) ? 'what was decoded' : formatBytes(dataBytes(detail));
  const note = isComplete ? '' : `The first ${formatBytes(text.length)} of ${whole}, as text`;
  return (kind === 'json' ? json(text, pages, note) : undefined) ?? plainText(text, pages, note);
}

/** The data as it came, as text where it is text. */
export function rawContent(detail: RecordDetail, pages: number): Content {
  const isWhole = isComplete(detail);
  const text = decodeText(detail.data, isWhole);
  if (text === undefined) return asHex(detail, pages, 'Not UTF-8 text: shown as hex');
  return plainText(text, pages, isWhole ? 'UTF-8 text' : `${startOf(detail)}, as text`);
}

export function hexContent(detail: RecordDetail, pages: number): Content {
  const bytesMax = pages * limits.hexBytesStep;
  return {
    node: document.createTextNode(hexDump(detail.data, bytesMax)),
    isText: false,
    note: isComplete(detail) ? plural(dataBytes(detail), 'byte') : startOf(detail),
    more:
      detail.data.length > bytesMax
        ? `${formatCount(bytesMax)} of ${plural(detail.data.length, 'byte')} shown`
        : undefined,
  };
}

/** A very large record arrives cut; copying and opening it are the host's, which has all of it. */
function isComplete(detail: RecordDetail): boolean {
  return detail.data.length >= dataBytes(detail);
}

function startOf(detail: RecordDetail): string {
  return `The first ${formatBytes(detail.data.length)} of ${formatBytes(dataBytes(detail))}`;
}

function asHex(detail: RecordDetail, pages: number, note: string): Content {
  const cut = `${startOf(detail)}, as hex`;
  return { ...hexContent(detail, pages), note: isComplete(detail) ? note : cut };
}

function json(text: string, pages: number, note: string): Content | undefined {
  const charsMax = pages * limits.detailCharsStep;
  const printed = printJson(text, charsMax);
  if (!printed) return undefined;
  const node = document.createDocumentFragment();
  for (const token of printed.tokens) {
    const shown = makeBlockVisible(token.text);
    node.append(
      token.kind === 'punctuation'
        ? shown
        : element('span', { class: `json-${token.kind}` }, shown),
    );
  }
  return {
    node,
    isText: true,
    note,
    more: printed.isComplete
      ? undefined
      : `${formatCount(charsMax)} characters shown of ${formatBytes(text.length)} of JSON`,
  };
}

function plainText(text: string, pages: number, note: string): Content {
  const charsMax = pages * limits.detailCharsStep;
  return {
    node: document.createTextNode(makeBlockVisible(text.slice(0, charsMax))),
    isText: true,
    note: text === '' ? 'No data' : note,
    more:
      text.length > charsMax
        ? `${formatCount(charsMax)} of ${plural(text.length, 'character')} shown`
        : undefined,
  };
}

function dataBytes({ row, dataBytes: bytes }: RecordDetail): number {
  return bytes ?? row.bytes;
}
