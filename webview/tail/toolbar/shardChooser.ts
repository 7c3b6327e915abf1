import type { KeyChoice, ShardChoice, TailState } from '../../../src/protocol/webview/tail.ts';
import { messageOf } from '../../../src/base/errors.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { limits } from '../../limits.ts';
import {
  type CheckboxControl,
  createButton,
  createCheckbox,
  createTextField,
} from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';
import { shardsText } from '../text/describe.ts';
import { formatCount } from '../text/format.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';

type ChosenShards = Pick<TailState, 'shards' | 'knownShardIds' | 'keyShardIds'>;

export interface ShardChooser {
  readonly nodes: readonly HTMLElement[];
  setShards(state: ChosenShards): void;
}

/** A button that names the chosen shards, and the list behind it. */
export function createShardChooser(options: {
  readonly onStart: (shards: ShardChoice) => Promise<void>;
}): ShardChooser {
  let shards: ShardChoice = 'all';
  let knownShardIds: readonly string[] = [];
  const form = createForm((choice) => {
    void options.onStart(choice).then(
      () => popover.close(),
      (error: unknown) => form.showMessage(messageOf(error)),
    );
  });
  const button = createButton({ kind: 'quiet', icon: 'layers', onClick: () => popover.open() });
  const popover = createPopover({
    anchor: button.node,
    label: 'Shards',
    onOpen: () => form.fill(shards, knownShardIds),
  });
  popover.node.append(form.node);
  return {
    nodes: [button.node, popover.node],
    setShards: (state) => {
      ({ shards, knownShardIds } = state);
      const text = makeVisible(shardsText(shards, state.keyShardIds));
      button.setLabel({ icon: 'layers', text, title: `Shards: ${text}` });
    },
  };
}

interface ShardForm {
  readonly node: HTMLElement;
  fill(shards: ShardChoice, knownShardIds: readonly string[]): HTMLElement | undefined;
  showMessage(text: string): void;
}

function createForm(onSubmit: (shards: ShardChoice) => void): ShardForm {
  const list = createShardList();
  const message = element('div', { class: 'form-message', role: 'alert' });
  const submit = (): void => {
    const chosen = list.chosen();
    if (chosen.length === 0) setText(message, 'Choose at least one shard.');
    else onSubmit(chosen);
  };
  const only = createButton({ text: 'Only these', kind: 'primary', onClick: submit });
  const all = createButton({
    text: 'All shards',
    kind: 'secondary',
    onClick: () => onSubmit('all'),
  });
  const key = createKeyField((choice) => {
    if (choice.partitionKey === '') setText(message, 'Enter the partition key to find.');
    else onSubmit(choice);
  });
  const buttons = element('div', { class: 'form-buttons' }, only.node, all.node);
  return {
    node: element('div', { class: 'form' }, ...list.nodes, buttons, key.node, message),
    fill: (shards, knownShardIds) => {
      key.fill(shards);
      const left = knownShardIds.length - limits.listedShardsMax;
      setText(message, left > 0 ? `${formatCount(left)} more shards are not listed.` : '');
      return list.fill(shards, knownShardIds);
    },
    showMessage: (text) => setText(message, text),
  };
}

interface ShardList {
  readonly nodes: readonly HTMLElement[];
  /** Returns what takes the focus. */
  fill(shards: ShardChoice, knownShardIds: readonly string[]): HTMLElement | undefined;
  chosen(): string[];
}

/** A box for each shard, and for many of them what finds and checks some without the others. */
function createShardList(): ShardList {
  let boxes = new Map<string, CheckboxControl>();
  const list = element('div', { class: 'form-list' });
  const isListed = ({ node }: CheckboxControl): boolean => !node.hidden;
  const check = (checked: boolean): void => {
    for (const box of boxes.values()) if (isListed(box)) box.checked = checked;
  };
  const finder = createTextField({
    label: 'Find a shard',
    placeholder: 'Find a shard',
    icon: 'search',
    onInput: (text) => {
      for (const [shardId, { node }] of boxes) node.hidden = !shardId.includes(text.trim());
    },
  });
  const all = createButton({ text: 'Check all', kind: 'secondary', onClick: () => check(true) });
  const none = createButton({ text: 'Check none', kind: 'secondary', onClick: () => check(false) });
  const line = element('div', { class: 'form-buttons' }, finder.node, all.node, none.node);
  return {
    nodes: [line, list],
    fill: (shards, knownShardIds) => {
      boxes = shardBoxes(shards, knownShardIds);
      list.replaceChildren(...[...boxes.values()].map(({ node }) => node));
      finder.value = '';
      line.hidden = boxes.size < limits.findableShardsMin;
      return line.hidden ? boxes.values().next().value?.node : finder.node;
    },
    chosen: () => [...boxes].filter(([, box]) => box.checked).map(([shardId]) => shardId),
  };
}

interface KeyField {
  readonly node: HTMLElement;
  fill(shards: ShardChoice): void;
}

function createKeyField(onFind: (choice: KeyChoice) => void): KeyField {
  const field = createTextField({ label: 'Partition key', placeholder: 'Partition key' });
  const wide = createCheckbox({ text: 'Find it in all shards', checked: false });
  const submit = (): void =>
    onFind({ kind: 'key', partitionKey: field.value, ...(wide.checked && { allShards: true }) });
  const find = createButton({ text: 'Find key', kind: 'secondary', onClick: submit });
  field.node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') submit();
  });
  const hint = element(
    'div',
    { class: 'form-hint' },
    'Shows only the records of the key, and reads only the shards that it hashes to. One with an explicit hash key may lie in another.',
  );
  const line = element('div', { class: 'form-buttons' }, field.node, find.node);
  return {
    node: element('div', { class: 'form-part' }, line, hint, wide.node),
    fill: (shards) => {
      const key = shards !== 'all' && 'kind' in shards ? shards : undefined;
      field.value = key?.partitionKey ?? '';
      wide.checked = key?.allShards === true;
    },
  };
}

function shardBoxes(
  shards: ShardChoice,
  knownShardIds: readonly string[],
): Map<string, CheckboxControl> {
  const boxes = new Map<string, CheckboxControl>();
  for (const shardId of knownShardIds.slice(0, limits.listedShardsMax)) {
    const text = makeVisible(shortShardId(shardId));
    boxes.set(
      shardId,
      createCheckbox({
        text,
        checked: shards === 'all' || (!('kind' in shards) && shards.includes(shardId)),
      }),
    );
  }
  return boxes;
}
