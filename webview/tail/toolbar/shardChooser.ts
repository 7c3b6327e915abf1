import type { ShardChoice } from '../../../src/protocol/webview/tail.ts';
import { messageOf } from '../../../src/base/errors.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { limits } from '../../limits.ts';
import { createButton, createCheckbox, type CheckboxControl } from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';
import { shardsText } from '../text/describe.ts';
import { formatCount } from '../text/format.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';

export interface ShardChooser {
  readonly nodes: readonly HTMLElement[];
  setShards(shards: ShardChoice, knownShardIds: readonly string[]): void;
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
    setShards: (next, known) => {
      shards = next;
      knownShardIds = known;
      const text = shardsText(next);
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
  let boxes = new Map<string, CheckboxControl>();
  const list = element('div', { class: 'form-list' });
  const message = element('div', { class: 'form-message', role: 'alert' });
  const submit = (): void => {
    const chosen = [...boxes].filter(([, box]) => box.checked).map(([shardId]) => shardId);
    if (chosen.length === 0) setText(message, 'Choose at least one shard.');
    else onSubmit(chosen);
  };
  const only = createButton({ text: 'Only these', kind: 'primary', onClick: submit });
  const all = createButton({
    text: 'All shards',
    kind: 'secondary',
    onClick: () => onSubmit('all'),
  });
  const buttons = element('div', { class: 'form-buttons' }, only.node, all.node);
  return {
    node: element('div', { class: 'form' }, list, message, buttons),
    fill: (shards, knownShardIds) => {
      boxes = shardBoxes(shards, knownShardIds);
      list.replaceChildren(...[...boxes.values()].map(({ node }) => node));
      const left = knownShardIds.length - boxes.size;
      setText(message, left > 0 ? `${formatCount(left)} more shards are not listed.` : '');
      return boxes.values().next().value?.node;
    },
    showMessage: (text) => setText(message, text),
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
