import * as vscode from 'vscode';
import { type ConnectionEntry, endpointOf } from '../connections/connectionRegistry.ts';
import { isCancellation } from '../../base/errors.ts';
import { systemClock } from '../../base/systemClock.ts';
import type { ReplayPace, ReplayRecord } from '../../tail/replay/replayer.ts';
import { type Step, askChoice, askText, confirm } from '../input/prompts.ts';
import { withProgress } from '../input/progress.ts';
import { paceFactorProblem } from '../input/validation.ts';
import { CLOCKS_APART_MS } from '../limits.ts';
import type { CommandContext } from './command.ts';
import { offer } from './offer.ts';
import { type Replayed, countOf, durationText, progressText, summaryText } from './replayText.ts';
import { allShards } from './shardRanges.ts';
import { type StreamTarget, streamTarget } from './targets.ts';

/** What is to be put, wherever it comes from. */
export interface ReplayPlan {
  readonly title: string;
  readonly count: number;
  /** From the first arrival to the last. */
  readonly spanMs: number;
  /** What a person should know before they confirm; a sentence, or empty. */
  readonly caution: string;
  records(signal: AbortSignal): AsyncIterable<ReplayRecord>;
}

/** Asks where to and how fast, lets a person confirm, and puts the records with progress. */
export async function replay(context: CommandContext, plan: ReplayPlan): Promise<void> {
  const { title } = plan;
  const target = await streamTarget(context, undefined, { title });
  const pace = await askPace({ title: `${title} to ${target.name}` }, plan);
  await confirmWriting(context, target, plan);
  const startedMs = Date.now();
  const replayed = await putAll(context, { target, plan, pace });
  const text = summaryText(replayed, target.name);
  if (replayed.error === undefined) {
    offer(context, text, { 'Tail Stream': () => openTail(context, target, startedMs) });
  } else if (isCancellation(replayed.error)) {
    offer(context, text, {});
  } else {
    context.log.error('commands', 'A replay ended early', replayed.error);
    void vscode.window.showErrorMessage(text);
  }
}

/** The tail that is open, which saw the records come, or one from before the first of them. */
function openTail(
  { tails }: CommandContext,
  { entry, name }: StreamTarget,
  startedMs: number,
): Promise<unknown> {
  const isOpen = tails.sessions.some(
    ({ state }) => state.connectionName === entry.name && state.streamName === name,
  );
  const target = { connectionName: entry.name, streamName: name };
  const timestampMs = startedMs - CLOCKS_APART_MS;
  return tails.open(
    isOpen ? target : { ...target, position: { type: 'AT_TIMESTAMP', timestampMs } },
  );
}

async function askPace(step: Step, { spanMs }: ReplayPlan): Promise<ReplayPace> {
  const lasts = (factor: number): string => durationText(spanMs / factor);
  const choices = [
    { label: 'As fast as allowed', detail: '1 MB/s and 1,000 records/s a shard', value: 'allowed' },
    { label: 'Original pace', description: lasts(1), value: 1 },
    { label: 'Twice as fast', description: lasts(2), value: 2 },
    { label: 'Ten times as fast', description: lasts(10), value: 10 },
    { label: 'Another factor…', value: 'other' },
  ] as const;
  const choice = await askChoice<(typeof choices)[number]['value']>(step, 'Pace', choices);
  if (choice === 'allowed') return choice;
  if (choice !== 'other') return { factor: choice };
  const text = await askText(step, {
    prompt: 'How many times as fast as the records arrived; 0.5 is half as fast',
    value: '5',
    validate: paceFactorProblem,
  });
  return { factor: Number(text) };
}

/** Nobody has to confirm for the local engine; elsewhere the stream and the account are named. */
export async function confirmWriting(
  { signal }: CommandContext,
  { entry, connect, name }: StreamTarget,
  { count, caution }: Pick<ReplayPlan, 'count' | 'caution'>,
): Promise<void> {
  if (entry.kind === 'local') {
    if (caution !== '')
      await confirm(`Put ${countOf(count, 'record')} into "${name}"?`, caution, 'Put');
    return;
  }
  const { streams } = await connect();
  const { arn } = await streams.describeStreamSummary(name, signal);
  const detail = [
    `Stream ${name}, ${placeOf(entry)}, account ${arn.split(':')[4] ?? 'unknown'}.`,
    'Its consumers get these records like any others, and they cannot be taken back.',
    ...(caution === '' ? [] : [caution]),
  ].join('\n\n');
  await confirm(`Put ${countOf(count, 'record')} into "${name}" on ${entry.name}?`, detail, 'Put');
  if (entry.production !== true) return;
  await askText(
    { title: `Put into "${name}"` },
    {
      prompt: `${entry.name} is production: type the name of the stream to put records into it`,
      placeholder: name,
      validate: (text) => (text === name ? undefined : `This is not "${name}"`),
    },
  );
}

function placeOf(entry: Exclude<ConnectionEntry, { kind: 'local' }>): string {
  const place = endpointOf(entry) ?? `region ${entry.region}`;
  return entry.profile === undefined ? place : `${place}, profile ${entry.profile}`;
}

async function putAll(
  context: CommandContext,
  { target, plan, pace }: { target: StreamTarget; plan: ReplayPlan; pace: ReplayPace },
): Promise<Replayed> {
  const { Replayer } = await import('../../tail/main.ts');
  const { streams } = await target.connect();
  const shards = await allShards(streams, target.name, context.signal);
  const title = `Putting records into ${target.name}`;
  return withProgress(title, context.signal, async (report, signal) => {
    const startMs = Date.now();
    const replayer = new Replayer({
      target: {
        putRecords: async (...put) => (await target.connect()).streams.putRecords(...put),
      },
      streamName: target.name,
      shards: shards.filter(({ endingSequenceNumber }) => endingSequenceNumber === undefined),
      records: plan.records(signal),
      pace,
      clock: systemClock,
      random: Math.random,
      onProgress: (counts) => {
        const elapsedMs = Date.now() - startMs;
        const spanMs = pace === 'allowed' ? 0 : plan.spanMs / pace.factor;
        report(progressText({ counts, count: plan.count, elapsedMs, spanMs }));
      },
    });
    try {
      await replayer.run(signal, context.signal);
      return { counts: replayer.counts, count: plan.count };
    } catch (error) {
      return { counts: replayer.counts, count: plan.count, error };
    }
  });
}
