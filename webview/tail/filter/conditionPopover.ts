import type { Condition, PathOperator } from '../../../src/formats/filter.ts';
import { limits } from '../../limits.ts';
import { createButton, createCheckbox } from '../../shared/controls.ts';
import { element, listen, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';
import { zoneText } from '../text/timeFormat.ts';
import type { Times } from '../text/times.ts';
import { type ConditionFields, readCondition } from './conditionForm.ts';
import { OPERATOR_NAMES } from './describeCondition.ts';

const KINDS: readonly { readonly value: ConditionFields['kind']; readonly text: string }[] = [
  { value: 'path', text: 'Field of the data' },
  { value: 'key', text: 'Partition key' },
  { value: 'shard', text: 'Shard' },
  { value: 'time', text: 'Time of arrival' },
];

export interface ConditionPopover {
  readonly nodes: readonly HTMLElement[];
}

/** A button, and the form behind it that adds a condition. */
export function createConditionPopover(options: {
  /** Resolves with what is wrong with the condition, if anything is. */
  add(condition: Condition): Promise<string | undefined>;
  readonly times: Times;
}): ConditionPopover {
  const form = createForm(options.times, (condition) => {
    void options.add(condition).then((problem) => {
      if (problem === undefined) popover.close();
      else form.showMessage(problem);
    });
  });
  const button = createButton({
    icon: 'add',
    text: 'Condition',
    title: 'Add a condition',
    kind: 'quiet',
    onClick: () => popover.open(),
  });
  button.node.classList.add('compact');
  const popover = createPopover({
    anchor: button.node,
    label: 'Add a condition',
    onOpen: () => form.reset(),
  });
  popover.node.append(form.node);
  return { nodes: [button.node, popover.node] };
}

interface Form {
  readonly node: HTMLElement;
  /** Returns what takes the focus. */
  reset(): HTMLElement;
  showMessage(text: string): void;
}

function createForm(times: Times, onSubmit: (condition: Condition) => void): Form {
  const inputs = createInputs(times);
  const message = element('div', { class: 'form-message', role: 'alert' });
  const submit = (): void => {
    const condition = readCondition(inputs.read());
    if (typeof condition === 'string') setText(message, condition);
    else onSubmit(condition);
  };
  const add = createButton({ text: 'Add', kind: 'primary', onClick: submit });
  const node = element('div', { class: 'form' }, ...inputs.nodes, message, add.node);
  listen(node, 'keydown', (event) => {
    const isInput = event.target instanceof HTMLInputElement;
    if (event.key === 'Enter' && isInput && event.target.type !== 'checkbox') submit();
  });
  return {
    node,
    reset: () => {
      setText(message, '');
      return inputs.reset();
    },
    showMessage: (text) => setText(message, text),
  };
}

interface Inputs {
  readonly nodes: readonly HTMLElement[];
  read(): ConditionFields;
  reset(): HTMLElement;
}

/** One line of fields for each kind, of which one is shown. */
function createInputs(times: Times): Inputs {
  const kind = select('Condition on', KINDS);
  const path = input('Path', 'Path, such as speed');
  const operator = select(
    'Comparison',
    (Object.keys(OPERATOR_NAMES) as PathOperator[]).map((value) => ({
      value,
      text: OPERATOR_NAMES[value],
    })),
  );
  const value = input('Value', 'Value');
  const key = input('Partition key', 'Partition key');
  const shards = input('Shards', 'Shards, such as 0, 3');
  const span = createSpan(times);
  const negate = createCheckbox({ text: 'Hide what matches', checked: false });
  const lines: Readonly<Record<ConditionFields['kind'], HTMLElement>> = {
    path: element('div', { class: 'condition-fields' }, path, operator, value),
    key: element('div', { class: 'condition-fields' }, key),
    shard: element('div', { class: 'condition-fields' }, shards),
    time: span.node,
  };
  const arrange = (): void => {
    for (const [name, line] of Object.entries(lines)) line.hidden = name !== kind.value;
    value.hidden = operator.value === 'exists';
  };
  kind.addEventListener('change', arrange);
  operator.addEventListener('change', arrange);
  return {
    nodes: [kind, ...Object.values(lines), negate.node],
    read: () => ({
      kind: kind.value as ConditionFields['kind'],
      path: path.value,
      operator: operator.value as PathOperator,
      value: value.value,
      key: key.value,
      shards: shards.value,
      ...span.read(),
      isNegated: negate.checked,
    }),
    reset: () => {
      for (const field of [path, value, key, shards]) field.value = '';
      span.reset();
      negate.checked = false;
      arrange();
      return kind;
    },
  };
}

interface Span {
  readonly node: HTMLElement;
  read(): Pick<ConditionFields, 'from' | 'to' | 'isUtc'>;
  /** Empty, and in the time that the page shows now. */
  reset(): void;
}

/** When it begins and when it ends, in UTC or in local time, as their labels say. */
function createSpan(times: Times): Span {
  const ends = ['From', 'To'].map((name) => {
    const field = timeInput();
    const caption = element('span');
    return {
      name,
      field,
      caption,
      node: element('label', { class: 'condition-label' }, caption, field),
    };
  });
  const [from, to] = ends;
  let isUtc = false;
  return {
    node: element('div', { class: 'condition-fields' }, ...ends.map(({ node }) => node)),
    read: () => ({ from: from?.field.value ?? '', to: to?.field.value ?? '', isUtc }),
    reset: () => {
      isUtc = times.format === 'utc';
      for (const { name, field, caption } of ends) {
        field.value = '';
        setText(caption, `${name} (${zoneText(times)})`);
      }
    },
  };
}

function input(label: string, placeholder: string): HTMLInputElement {
  const node = element('input', { class: 'native-input', 'aria-label': label });
  node.placeholder = placeholder;
  node.maxLength = limits.filterCharsMax;
  node.spellcheck = false;
  return node;
}

function timeInput(): HTMLInputElement {
  const node = element('input', { class: 'native-input' });
  node.type = 'datetime-local';
  node.step = '0.001';
  return node;
}

function select(
  label: string,
  choices: readonly { readonly value: string; readonly text: string }[],
): HTMLSelectElement {
  const node = element('select', { class: 'native-input', 'aria-label': label });
  for (const { value, text } of choices) {
    const option = element('option', {}, text);
    option.value = value;
    node.append(option);
  }
  return node;
}
