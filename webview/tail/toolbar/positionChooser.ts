import type { TailEnd, TailStart } from '../../../src/formats/position.ts';
import { messageOf } from '../../../src/base/errors.ts';
import { createButton } from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';
import { endText, positionText } from '../text/describe.ts';
import type { Times } from '../text/times.ts';
import { createEndFields, createStartFields } from './positionFields.ts';

/** Where a tail begins and where it ends. */
export interface TailBounds {
  readonly position: TailStart;
  readonly end: TailEnd | undefined;
}

export interface PositionChooser {
  readonly nodes: readonly HTMLElement[];
  setBounds(bounds: TailBounds): void;
}

/** A button that names the start position and the end, and the form behind it. */
export function createPositionChooser(options: {
  readonly times: Times;
  /** Rejects with the message to show in the form. */
  readonly onStart: (bounds: TailBounds) => Promise<void>;
}): PositionChooser {
  const { times } = options;
  let bounds: TailBounds = { position: { type: 'LATEST' }, end: undefined };
  const form = createForm(times, (chosen) => {
    void options.onStart(chosen).then(() => popover.close(), form.showError);
  });
  const button = createButton({ kind: 'quiet', icon: 'history', onClick: () => popover.open() });
  const popover = createPopover({
    anchor: button.node,
    label: 'Start and end',
    onOpen: () => form.fill(bounds),
  });
  popover.node.append(form.node);
  const setBounds = (next: TailBounds): void => {
    bounds = next;
    const text = [positionText(next.position, times), endText(next.end, times)]
      .filter(Boolean)
      .join(' ');
    button.setLabel({ icon: 'history', text, title: `Start position: ${text}` });
  };
  times.onDidChange(() => setBounds(bounds));
  return { nodes: [button.node, popover.node], setBounds };
}

interface BoundsForm {
  readonly node: HTMLElement;
  /** Returns what takes the focus. */
  fill(bounds: TailBounds): HTMLElement;
  readonly showError: (error: unknown) => void;
}

function createForm(times: Times, onSubmit: (bounds: TailBounds) => void): BoundsForm {
  const message = element('div', { class: 'form-message', role: 'alert' });
  const clearMessage = (): void => setText(message, '');
  const start = createStartFields({ times, onChange: clearMessage });
  const end = createEndFields({ times, onChange: clearMessage });
  const submit = (): void => {
    const position = start.read();
    if (typeof position === 'string') {
      setText(message, position);
      return;
    }
    const chosenEnd = end.read();
    if (typeof chosenEnd === 'string') setText(message, chosenEnd);
    else onSubmit({ position, end: chosenEnd });
  };
  const button = createButton({ text: 'Start here', kind: 'primary', onClick: submit });
  const node = element('div', { class: 'form' }, start.node, end.node, message, button.node);
  node.addEventListener('keydown', (event) => {
    const isOwn = event.target === button.node || event.target instanceof HTMLTextAreaElement;
    if (event.key === 'Enter' && !isOwn) submit();
  });
  return {
    node,
    fill: (bounds) => {
      clearMessage();
      end.fill(bounds.end);
      return start.fill(bounds.position);
    },
    showError: (error) => setText(message, messageOf(error)),
  };
}
