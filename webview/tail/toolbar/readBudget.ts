import type { ShardMetrics, TailReading } from '../../../src/protocol/webview/tail.ts';
import { createButton } from '../../shared/controls.ts';
import { element, setHidden, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';
import { readingText } from '../text/readings.ts';

export interface ReadBudgetView {
  readonly nodes: readonly HTMLElement[];
  setReading(reading: TailReading): void;
  setMetrics(metrics: readonly ShardMetrics[]): void;
}

/** A quiet word about what reading takes of the stream; behind it the explanation, and another way. */
export function createReadBudget(options: {
  readonly onPush: (isOn: boolean) => void;
}): ReadBudgetView {
  let reading: TailReading | undefined;
  let metrics: readonly ShardMetrics[] = [];
  let isOnNext = true;
  const text = element('div', { class: 'form-text' });
  const change = createButton({
    kind: 'secondary',
    onClick: () => {
      popover.close();
      options.onPush(isOnNext);
    },
  });
  const button = createButton({ kind: 'quiet', icon: 'dashboard', onClick: () => popover.open() });
  button.node.classList.add('read-budget', 'compact');
  const popover = createPopover({
    anchor: button.node,
    label: 'How the stream is read',
    onOpen: () => {
      update();
      return change.node.hidden ? text : change.node;
    },
  });
  text.tabIndex = -1;
  popover.node.append(element('div', { class: 'form' }, text, change.node));
  const update = (): void => {
    if (!reading) return;
    const { short, sentences, action } = readingText(reading, metrics);
    button.setLabel({ icon: 'dashboard', text: short, title: `How the stream is read: ${short}` });
    showSentences(text, sentences);
    setHidden(change.node, action === undefined);
    if (action === undefined) return;
    isOnNext = action.isOn;
    change.setLabel({ icon: '', text: action.text, title: '' });
  };
  return {
    nodes: [button.node, popover.node],
    setReading(next) {
      reading = next;
      update();
    },
    setMetrics(next) {
      metrics = next;
      update();
    },
  };
}

/** Leaves what is the same, so that a reader is not interrupted once a second. */
function showSentences(node: HTMLElement, sentences: readonly string[]): void {
  while (node.childElementCount > sentences.length) node.lastElementChild?.remove();
  for (const [index, sentence] of sentences.entries()) {
    const paragraph = node.children[index] ?? node.appendChild(element('p'));
    setText(paragraph as HTMLElement, sentence);
  }
}
