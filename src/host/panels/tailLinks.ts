import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';
import { ExpectedError } from '../../base/errors.ts';
import { printFilter } from '../../formats/filterText.ts';
import { makeVisible } from '../../formats/visibleText.ts';
import { runAndShow } from '../commands/failures.ts';
import { connectionPlace } from '../connections/connectionPlace.ts';
import type { ConnectionEntry, ConnectionRegistry } from '../connections/connectionRegistry.ts';
import type { EngineController } from '../engine/engineController.ts';
import { askChoice, cancelled } from '../input/prompts.ts';
import type { Log } from '../log.ts';
import { parseTailLink, TAIL_LINK_PATH } from './tailLink.ts';
import type { TailPanels } from './tailPanels.ts';
import type { TailTarget } from './tailTarget.ts';

/** Opens the tails that links name, after a person has seen what they ask for. */
export function registerTailLinks(parts: {
  readonly connections: ConnectionRegistry;
  readonly engine: EngineController;
  readonly log: Log;
  readonly tails: TailPanels;
}): Disposable {
  return vscode.window.registerUriHandler({
    handleUri: (uri) => runAndShow(parts, 'A link', () => open(uri)),
  });

  async function open(uri: vscode.Uri): Promise<void> {
    if (uri.path !== TAIL_LINK_PATH) {
      throw new ExpectedError(
        'invalidInput',
        'The link is of another version of Kinesis Workbench.',
      );
    }
    const target = parseTailLink(uri.query);
    const entry = parts.connections.find(target.connectionName) ?? (await otherConnection(target));
    await confirmOpening(target, entry);
    // A link without a filter shows everything, also where a tail with one is open.
    const { filter = { conditions: [] } } = target;
    await parts.tails.open({ ...target, filter, connectionName: entry.name });
  }

  /** The name of a connection is its owner's: the same may be called otherwise here, or not be there. */
  async function otherConnection(target: TailTarget): Promise<ConnectionEntry> {
    const name = makeVisible(target.connectionName);
    const message = `The link is to "${target.streamName}" on the connection "${name}", which you do not have.`;
    const choose = 'Choose Connection';
    const add = 'Add Connection';
    const answer = await vscode.window.showWarningMessage(message, { modal: true }, choose, add);
    if (answer === undefined) throw cancelled();
    if (answer === add) await vscode.commands.executeCommand('kinesis.addConnection');
    const choices = parts.connections.all.map((entry) => ({
      label: entry.name,
      description: connectionPlace(entry, parts.engine.state.name),
      value: entry,
    }));
    const title = `Open the tail of ${target.streamName}`;
    return askChoice({ title }, 'Connection', choices);
  }
}

/** A link may come from anybody, and reading from AWS takes from what consumers may read. */
async function confirmOpening(target: TailTarget, entry: ConnectionEntry): Promise<void> {
  const { streamName, filter, shards = 'all' } = target;
  const lines = [`From ${startText(target)}${endText(target)}, ${shardsText(shards)}.`];
  if (filter) lines.push(`Filter: ${makeVisible(printFilter(filter))}`);
  if (entry.kind !== 'local') {
    lines.push(`This reads from ${entry.name}, ${connectionPlace(entry, '')}.`);
  }
  const message = `Open the tail of "${streamName}" on ${entry.name}?`;
  const options = { modal: true, detail: lines.join('\n\n') };
  const answer = await vscode.window.showInformationMessage(message, options, 'Open');
  if (answer !== 'Open') throw cancelled();
}

function startText({ position }: TailTarget): string {
  switch (position?.type) {
    case undefined:
    case 'LATEST':
      return 'the latest record on';
    case 'TRIM_HORIZON':
      return 'the oldest record on';
    case 'AT_TIMESTAMP':
      return new Date(position.timestampMs).toLocaleString();
    default:
      return 'a sequence number on';
  }
}

function endText({ end }: TailTarget): string {
  switch (end?.type) {
    case undefined:
      return '';
    case 'NOW':
      return ' until now';
    case 'AT_TIMESTAMP':
      return ` until ${new Date(end.timestampMs).toLocaleString()}`;
    case 'COUNT':
      return `, ${end.records.toLocaleString('en-US')} records`;
  }
}

function shardsText(shards: NonNullable<TailTarget['shards']>): string {
  if (shards === 'all') return 'all shards';
  if ('kind' in shards) {
    const where = shards.allShards === true ? ' in all shards' : '';
    return `the partition key ${makeVisible(shards.partitionKey)}${where}`;
  }
  return shards.length === 1 ? (shards[0] ?? '') : `${shards.length} shards`;
}
