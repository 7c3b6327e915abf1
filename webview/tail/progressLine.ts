import type { TailEnd } from '../../src/formats/position.ts';
import type { TailProgress } from '../../src/protocol/webview/tail.ts';
import { element, setAttribute, setHidden, setText } from '../shared/dom.ts';
import { progressText } from './text/progressText.ts';

/** A thin line above the rows while the tail is behind: how far, how fast, and for how long. */
export class ProgressLine {
  readonly node: HTMLElement;
  private readonly bar = element('span', { class: 'progress-bar' });
  private readonly track = element('span', {
    class: 'progress-track',
    role: 'progressbar',
    'aria-label': 'Read so far',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  });
  private readonly text = element('span', { class: 'progress-text' });

  constructor() {
    this.track.append(this.bar);
    this.node = element('div', { class: 'progress-line' }, this.track, this.text);
    this.node.hidden = true;
  }

  show(progress: TailProgress | undefined, end: TailEnd | undefined): void {
    setHidden(this.node, progress === undefined);
    if (!progress) return;
    const percent = Math.floor(progress.share * 100);
    const text = progressText(progress, end);
    this.bar.style.width = `${percent}%`;
    setAttribute(this.track, 'aria-valuenow', String(percent));
    setAttribute(this.track, 'aria-valuetext', text);
    setText(this.text, text);
  }
}
