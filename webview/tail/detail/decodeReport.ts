import { decodePath } from '../../../src/formats/decodePath.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import type { DecodeStep } from '../../../src/protocol/webview/decoded.ts';
import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import { createButton } from '../../shared/controls.ts';
import { element, icon, setText } from '../../shared/dom.ts';

const ICONS: Readonly<Record<DecodeStep['outcome'], string>> = {
  decoded: 'check',
  failed: 'error',
  waiting: 'watch',
  stopped: 'circle-slash',
};

/**
 * How a record was decoded: a line, and on demand what each step said and why the last one went no
 * further. It stays open from record to record.
 */
export class DecodeReport {
  readonly node: HTMLElement;
  private readonly line = element('summary');
  private readonly list = element('ol', { class: 'decode-steps' });

  constructor(options: { onChoose(): void }) {
    const details = element('details', {}, this.line, this.list);
    const choose = createButton({
      icon: 'settings',
      text: 'Decode as…',
      title: 'Decode as…: choose the decoders of this stream',
      kind: 'quiet',
      onClick: () => options.onChoose(),
    });
    this.node = element('div', { class: 'decode-report' }, details, choose.node);
  }

  show(detail: RecordDetail): void {
    setText(this.line, reportLine(detail));
    this.list.replaceChildren(...detail.decoded.steps.map(stepRow));
  }
}

/** `decoded by: gzip → JSON`, and why it went no further where it did not. */
export function reportLine({ decoded, row }: RecordDetail): string {
  if (row.bytes === 0) return 'No data';
  const path = makeVisible(decodePath(decoded.steps));
  const by = decoded.isPinned === true ? 'decoded as chosen' : 'decoded by';
  const rest = decoded.steps
    .filter(({ outcome, note }) => outcome !== 'decoded' && note !== '')
    .map(({ decoder, note }) => makeVisible(`${decoder}: ${note}`));
  return [...(path === '' ? [] : [`${by}: ${path}`]), ...rest].join(' · ');
}

function stepRow({ decoder, outcome, note }: DecodeStep): HTMLElement {
  const name = element('span', { class: 'decode-step-name' }, makeVisible(decoder));
  const row = element('li', { class: `decode-step ${outcome}` }, icon(ICONS[outcome]), name);
  // The icon is not read out.
  const said = [...(outcome === 'decoded' ? [] : [outcome]), ...(note === '' ? [] : [note])];
  if (said.length > 0)
    row.append(element('span', { class: 'decode-step-note' }, makeVisible(said.join(': '))));
  return row;
}
