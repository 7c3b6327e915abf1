import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element } from '../../shared/dom.ts';
import { formatBytes, formatCount, formatDateTime, plural } from '../text/format.ts';
import { makeBlockVisible, makeVisible } from '../../../src/formats/visibleText.ts';
import { decodeText } from './decodeText.ts';
import { hexDump } from './hexDump.ts';
import { printJson } from '../../../src/formats/jsonText.ts';

/** What a tab shows of a record, up to a budget that grows by `step` with each "Show more". */
export interface Content {
  readonly node: Node;
  /** How the data was understood, or what keeps it from being. */
  readonly note: string;
  /** What "Show more" would still bring, or undefined when all is shown. */
  readonly more: string | undefined;
}

export type TabId = 'decoded' | 'raw' | 'hex' | 'headers';

/** `pages` counts how often the reader asked for more, from 1. */
export function contentOf(tab: TabId, detail: RecordDetail, pages: number): Content {
  if (tab === 'headers') return { node: headers(detail), note: '', more: undefined };
  if (tab === 'hex') return hex(detail, pages);
  const isWhole = isComplete(detail);
  const text = decodeText(detail.data, isWhole);
  if (text === undefined) {
    const note = isWhole ? 'Not UTF-8 text: shown as hex' : `${startOf(detail)}, as hex`;
    return { ...hex(detail, pages), note };
  }
  if (text === '') return { node: document.createTextNode(''), note: 'No data', more: undefined };
  const decoded = tab === 'decoded' ? json(text, pages) : undefined;
  if (decoded) return decoded;
  const note = tab === 'raw' ? 'UTF-8 text' : 'UTF-8 text, not JSON';
  return plainText(text, pages, isWhole ? note : `${startOf(detail)}, as text`);
}

/** A very large record arrives cut; copying and opening it are the host's, which has all of it. */
function isComplete(detail: RecordDetail): boolean {
  return detail.data.length >= detail.row.bytes;
}

function startOf(detail: RecordDetail): string {
  return `The first ${formatBytes(detail.data.length)} of ${formatBytes(detail.row.bytes)}`;
}

function json(text: string, pages: number): Content | undefined {
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
    note: 'UTF-8 → JSON',
    more: printed.isComplete
      ? undefined
      : `${formatCount(charsMax)} characters shown of ${formatBytes(text.length)} of JSON`,
  };
}

function plainText(text: string, pages: number, note: string): Content {
  const charsMax = pages * limits.detailCharsStep;
  return {
    node: document.createTextNode(makeBlockVisible(text.slice(0, charsMax))),
    note,
    more:
      text.length > charsMax
        ? `${formatCount(charsMax)} of ${plural(text.length, 'character')} shown`
        : undefined,
  };
}

function hex(detail: RecordDetail, pages: number): Content {
  const bytesMax = pages * limits.hexBytesStep;
  return {
    node: document.createTextNode(hexDump(detail.data, bytesMax)),
    note: isComplete(detail) ? plural(detail.row.bytes, 'byte') : startOf(detail),
    more:
      detail.data.length > bytesMax
        ? `${formatCount(bytesMax)} of ${plural(detail.data.length, 'byte')} shown`
        : undefined,
  };
}

function headers(detail: RecordDetail): Node {
  const { row } = detail;
  const list = element('dl', { class: 'headers' });
  const entries: readonly (readonly [string, string])[] = [
    ['Partition key', makeVisible(row.partitionKey)],
    ['Hash key', detail.hashKey],
    ['Shard', makeVisible(row.shardId)],
    ['Sequence number', row.sequenceNumber],
    ['Arrived', formatDateTime(row.arrivalMs)],
    [
      'Sequence time',
      detail.sequenceTimeMs === undefined ? 'unknown' : formatDateTime(detail.sequenceTimeMs),
    ],
    ['Size', plural(row.bytes, 'byte')],
    ['Encryption', detail.encryptionType ?? 'none'],
  ];
  for (const [name, value] of entries) {
    list.append(element('dt', {}, name), element('dd', {}, value));
  }
  return list;
}
