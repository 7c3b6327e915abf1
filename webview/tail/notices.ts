import { createButton, createProgressRing } from '../shared/controls.ts';
import { element, icon } from '../shared/dom.ts';
import type { Notice } from './text/describe.ts';
import { makeVisible } from '../../src/formats/visibleText.ts';

type Action = NonNullable<Notice['action']>;

const ACTIONS: Readonly<Record<Action, string>> = {
  tryAgain: 'Try again',
  resume: 'Resume',
  goOn: 'Go on',
  clearFilter: 'Clear the filter',
  fromOldest: 'Read from oldest',
  allShards: 'Read all shards',
  openMaskingRules: 'Open settings',
};

const ICONS = { waiting: 'clockface', info: 'info', warning: 'warning', error: 'error' } as const;

/** A place that shows a notice, or nothing; it is redrawn only when the notice differs. */
export class NoticePlace {
  readonly node: HTMLElement;
  private readonly onAction: (action: Action) => void;
  private shown = '';

  constructor(className: string, onAction: (action: Action) => void) {
    this.node = element('div', { class: className });
    this.node.hidden = true;
    this.onAction = onAction;
  }

  show(notice: Notice | undefined): void {
    const key = notice ? `${notice.kind} ${notice.action ?? ''} ${notice.text}` : '';
    if (key === this.shown) return;
    this.shown = key;
    this.node.hidden = !notice;
    this.node.replaceChildren(...(notice ? this.contents(notice) : []));
    this.node.dataset['kind'] = notice?.kind ?? '';
    this.node.role = notice?.kind === 'error' ? 'alert' : 'note';
  }

  private contents(notice: Notice): Node[] {
    const sign = notice.kind === 'progress' ? createProgressRing() : icon(ICONS[notice.kind]);
    const nodes: Node[] = [sign, element('span', {}, makeVisible(notice.text))];
    const { action } = notice;
    if (action) {
      const onClick = (): void => this.onAction(action);
      nodes.push(createButton({ text: ACTIONS[action], kind: 'secondary', onClick }).node);
    }
    return nodes;
  }
}
