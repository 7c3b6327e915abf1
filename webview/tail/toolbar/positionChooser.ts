import type { StartPosition, TailStart } from '../../../src/formats/position.ts';
import { createButton, createRadioGroup, createTextField } from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';
import { positionText } from '../text/describe.ts';
import { toLocalInput } from '../text/format.ts';
import { readPosition } from './startPosition.ts';

const CHOICES: readonly { readonly value: StartPosition['type']; readonly text: string }[] = [
  { value: 'LATEST', text: 'Latest: only new records' },
  { value: 'TRIM_HORIZON', text: 'Oldest: everything that is kept' },
  { value: 'AT_TIMESTAMP', text: 'At a time' },
  { value: 'AT_SEQUENCE_NUMBER', text: 'At a sequence number' },
  { value: 'AFTER_SEQUENCE_NUMBER', text: 'After a sequence number' },
];

export interface PositionChooser {
  readonly nodes: readonly HTMLElement[];
  setPosition(position: TailStart): void;
}

/** A button that names the start position, and the form behind it. */
export function createPositionChooser(options: {
  readonly nowMs: () => number;
  /** Rejects with the message to show in the form. */
  readonly onStart: (position: StartPosition) => Promise<void>;
}): PositionChooser {
  let position: TailStart = { type: 'LATEST' };
  const form = createForm((chosen) => {
    void options.onStart(chosen).then(() => popover.close(), form.showError);
  });
  const button = createButton({ kind: 'quiet', icon: 'history', onClick: () => popover.open() });
  const popover = createPopover({
    anchor: button.node,
    label: 'Start position',
    onOpen: () => form.fill(position, options.nowMs()),
  });
  popover.node.append(form.node);
  const setPosition = (next: TailStart): void => {
    position = next;
    const text = positionText(next);
    button.setLabel({ icon: 'history', text, title: `Start position: ${text}` });
  };
  return { nodes: [button.node, popover.node], setPosition };
}

interface PositionFormView {
  readonly node: HTMLElement;
  /** Returns what takes the focus. */
  fill(position: TailStart, nowMs: number): HTMLElement;
  readonly showError: (error: unknown) => void;
}

function createForm(onSubmit: (position: StartPosition) => void): PositionFormView {
  const time = element('input', { class: 'native-input', 'aria-label': 'Local time' });
  time.type = 'datetime-local';
  time.step = '1';
  const number = createTextField({ label: 'Sequence number', placeholder: 'Sequence number' });
  const message = element('div', { class: 'form-message', role: 'alert' });
  const showFields = (type: StartPosition['type']): void => {
    time.hidden = type !== 'AT_TIMESTAMP';
    number.node.hidden = !type.endsWith('SEQUENCE_NUMBER');
    setText(message, '');
  };
  const type = createRadioGroup({ label: 'Start at', choices: CHOICES, onChange: showFields });
  const submit = (): void => {
    const read = readPosition({
      type: type.value,
      time: time.value,
      sequenceNumber: number.value,
    });
    if (typeof read === 'string') setText(message, read);
    else onSubmit(read);
  };
  const start = createButton({ text: 'Start here', kind: 'primary', onClick: submit });
  const node = element('div', { class: 'form' }, type.node, time, number.node, message, start.node);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target !== start.node) submit();
  });
  return {
    node,
    fill: (position, nowMs) => {
      const shown = position.type === 'AFTER_SEQUENCE_NUMBERS' ? 'TRIM_HORIZON' : position.type;
      type.value = shown;
      time.value = toLocalInput(position.type === 'AT_TIMESTAMP' ? position.timestampMs : nowMs);
      number.value = 'sequenceNumber' in position ? position.sequenceNumber : '';
      showFields(shown);
      return type.node;
    },
    showError: (error) => setText(message, error instanceof Error ? error.message : String(error)),
  };
}
