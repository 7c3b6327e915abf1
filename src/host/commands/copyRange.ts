import { setImmediate } from 'node:timers/promises';
import { ExpectedError, isCancellation } from '../../base/errors.ts';
import { systemClock } from '../../base/systemClock.ts';
import { parseTimestamp } from '../../formats/timestamp.ts';
import type { CopyMask } from '../../tail/copy/copyMask.ts';
import type { CapturedRecord } from '../../tail/export/captureFormat.ts';
import type { MaskingRules } from '../../tail/masking/masking.ts';
import type { ReadScheduler } from '../../tail/reading/readScheduler.ts';
import type { ReplayRecord } from '../../tail/replay/replayer.ts';
import { decoderSettings, maskingSettings, tailSettings } from '../config.ts';
import { placeOf } from '../connections/keptConsumers.ts';
import { pinnedDecoders } from '../decoderSettings.ts';
import { withProgress } from '../input/progress.ts';
import { askText, confirmOne } from '../input/prompts.ts';
import { streamNameProblem, timestampProblem } from '../input/validation.ts';
import { COPY_SLICE_MS } from '../limits.ts';
import { readingOf } from '../panels/readAllowance.ts';
import { maskingOf } from '../panels/tailMasking.ts';
import { LOCAL_CONNECTION_NAME } from '../settings.ts';
import type { Command, CommandContext } from './command.ts';
import { offer } from './offer.ts';
import { type Copied, copyProgressText, copySummaryText } from './replayText.ts';
import { allShards } from './shardRanges.ts';
import { type StreamTarget, streamTarget } from './targets.ts';

const TITLE = 'Copy Range to Local Engine';

interface Copy {
  readonly source: StreamTarget;
  readonly local: StreamTarget;
  readonly fromMs: number;
  readonly toMs: number;
  /** Undefined where records are copied as they are. */
  readonly mask: MaskingRules | undefined;
}

/** What arrived in a range of time, in a new stream of the local engine with the same shards. */
export const copyRange: Command = {
  id: 'kinesis.copyRange',
  async run(context, argument) {
    const source = await streamTarget(context, argument, { title: TITLE });
    const copy = {
      source,
      ...(await askRange(source.name)),
      local: await askLocal(context, source),
      mask: await askMask(source),
    };
    const { name } = copy.local;
    const copied = await withProgress(
      `Copying ${source.name} to ${LOCAL_CONNECTION_NAME}`,
      context.signal,
      (report, signal) => carryOut(context, copy, { report, signal }),
    );
    context.tree.refresh(copy.local.entry);
    if (isCancellation(copied.error)) {
      offer(context, copySummaryText(copied, name), {});
      return;
    }
    if (copied.error !== undefined) {
      context.log.error('commands', 'A copy ended early', copied.error);
      throw new ExpectedError('serviceFailed', copySummaryText(copied, name), {
        cause: copied.error,
      });
    }
    const note = 'They arrived anew: the times of their first arrival are not kept.';
    offer(context, `${copySummaryText(copied, name)} ${note}`, {
      'Tail Stream': () =>
        context.tails.open({
          connectionName: LOCAL_CONNECTION_NAME,
          streamName: name,
          position: { type: 'TRIM_HORIZON' },
        }),
    });
  },
};

/** What a tail of a production connection would hide lies open in the local engine, unless it is masked. */
async function askMask({ entry, name }: StreamTarget): Promise<MaskingRules | undefined> {
  const { isOn, ...rules } = maskingOf(entry, maskingSettings());
  if (!isOn) return undefined;
  const action = await confirmOne(
    `Mask the records of "${name}" in the copy?`,
    `Tails of ${entry.name} are masked.\n\n` +
      'Masked: JSON and text are put as tails show them, each in its shard, but with masked partition keys; what was compressed is compressed again. What is binary or packed in another format cannot be masked, and is left out and counted.\n\n' +
      "Unmasked: personal data lies open in the local engine, and on this machine's disk.",
    ['Copy Masked', 'Copy Unmasked'],
  );
  return action === 'Copy Masked' ? rules : undefined;
}

async function askRange(streamName: string): Promise<{ fromMs: number; toMs: number }> {
  const title = `${TITLE}: ${streamName}`;
  const fromMs = await askTime(title, 1, 'From, such as 2026-05-01T12:30 or "15 minutes ago"', {
    value: '15 minutes ago',
    afterMs: undefined,
  });
  const toMs = await askTime(title, 2, 'To, such as 2026-05-01T12:45, "5 minutes ago" or "now"', {
    value: 'now',
    afterMs: fromMs,
  });
  return { fromMs, toMs };
}

async function askTime(
  title: string,
  step: number,
  prompt: string,
  { value, afterMs }: { value: string; afterMs: number | undefined },
): Promise<number> {
  const timeOf = (text: string): number | undefined =>
    text.trim() === 'now' && afterMs !== undefined ? Date.now() : parseTimestamp(text, Date.now());
  const text = await askText(
    { title, step, steps: 3 },
    {
      prompt,
      value,
      validate: (written) => {
        const timeMs = timeOf(written);
        if (written.trim() !== 'now' || timeMs === undefined) {
          const problem = timestampProblem(written, Date.now());
          if (problem !== undefined) return problem;
        }
        const isBefore = afterMs !== undefined && timeMs !== undefined && timeMs <= afterMs;
        return isBefore ? 'The range ends before it begins' : undefined;
      },
    },
  );
  return timeOf(text) ?? Date.now();
}

async function askLocal(context: CommandContext, source: StreamTarget): Promise<StreamTarget> {
  const { connections, engine } = context;
  const entry = connections.find(LOCAL_CONNECTION_NAME);
  if (!entry) throw new ExpectedError('notFound', 'There is no local engine');
  const name = await askText(
    { title: `${TITLE}: ${source.name}`, step: 3, steps: 3 },
    {
      prompt: 'Name of the new stream on the local engine',
      value: source.entry.kind === 'local' ? `${source.name}-copy` : source.name,
      validate: streamNameProblem,
    },
  );
  await engine.start();
  return { entry, name, connect: () => connections.connect(entry) };
}

async function carryOut(
  { signal: abandon, tails }: CommandContext,
  copy: Copy,
  {
    report,
    signal,
  }: { report: (progress: { message: string; share?: number }) => void; signal: AbortSignal },
): Promise<Copied> {
  const { source, local, fromMs, toMs } = copy;
  const { CopyMask, Replayer, makeStream } = await import('../../tail/main.ts');
  const shards = await allShards((await source.connect()).streams, source.name, signal);
  const open = shards.filter(({ endingSequenceNumber }) => endingSequenceNumber === undefined);
  const made = await makeStream({
    maker: (await local.connect()).streams,
    streamName: local.name,
    ranges: open.map(({ startingHashKey, endingHashKey }) => ({
      start: BigInt(startingHashKey),
      end: BigInt(endingHashKey),
    })),
    clock: systemClock,
    signal,
    tell: (done, steps) => report({ message: `making its shards, ${done} of ${steps} steps` }),
  });
  report({ message: `reading from ${source.entry.name}` });
  const mask =
    copy.mask && new CopyMask({ rules: copy.mask, pinned: pinnedTo(source), shards: made });
  let timeMs = fromMs;
  let trouble = '';
  const startMs = Date.now();
  const tell = (): void => {
    const { problem } = replayer.counts;
    const counts = { ...replayer.counts, problem: problem === '' ? trouble : problem };
    report(copyProgressText({ counts, elapsedMs: Date.now() - startMs, timeMs, fromMs, toMs }));
  };
  const replayer = new Replayer({
    target: { putRecords: async (...put) => (await local.connect()).streams.putRecords(...put) },
    streamName: local.name,
    shards: made,
    records: recordsOf(copy, shards, {
      scheduler: await tails.readScheduler(),
      signal,
      mask,
      onRecord: (arrivalMs) => (timeMs = arrivalMs),
      onTrouble: (message) => {
        if (message === trouble) return;
        trouble = message;
        tell();
      },
    }),
    pace: 'allowed',
    clock: systemClock,
    random: Math.random,
    onProgress: tell,
  });
  const outcome = (): Copied => {
    const { counts } = replayer;
    return { counts, count: counts.sent + counts.failed, leftOut: mask?.leftOut ?? 0 };
  };
  try {
    await replayer.run(signal, abandon);
    return outcome();
  } catch (error) {
    return { ...outcome(), error };
  }
}

/** What says in a tail of the stream what its records mean, and so what is hidden in them. */
function pinnedTo({ entry, name }: StreamTarget): readonly string[] | undefined {
  return pinnedDecoders(decoderSettings(), { connectionName: entry.name, streamName: name });
}

async function* recordsOf(
  { source, fromMs, toMs }: Copy,
  shards: readonly { shardId: string; startingHashKey: string; endingHashKey: string }[],
  {
    scheduler,
    signal,
    mask,
    onRecord,
    onTrouble,
  }: {
    scheduler: ReadScheduler;
    signal: AbortSignal;
    mask: CopyMask | undefined;
    onRecord: (arrivalMs: number) => void;
    onTrouble: (message: string) => void;
  },
): AsyncGenerator<ReplayRecord, void> {
  const { HashKeyGuess, rangeRecords } = await import('../../tail/main.ts');
  const guess = new HashKeyGuess(shards);
  const { entry, connect, name } = source;
  const range = {
    source: {
      listShards: async (...list: Parameters<StreamsOf['listShards']>) =>
        (await connect()).streams.listShards(...list),
      getShardIterator: async (...get: Parameters<StreamsOf['getShardIterator']>) =>
        (await connect()).streams.getShardIterator(...get),
      getRecords: async (...get: Parameters<StreamsOf['getRecords']>) =>
        (await connect()).streams.getRecords(...get),
    },
    clock: systemClock,
    random: Math.random,
    connectionName: entry.name,
    streamName: name,
    fromMs,
    toMs,
    reading: {
      ...readingOf(entry, tailSettings().readsPerSecond),
      scheduler,
      place: placeOf(entry),
    },
    onTrouble,
  };
  let sliceStartMs = performance.now();
  for await (const record of rangeRecords(range, signal)) {
    onRecord(record.arrivalMs);
    const put = placed(record, guess.explicitHashKeyOf(record));
    const shown = mask ? mask.apply(put) : put;
    if (shown) yield shown;
    if (performance.now() - sliceStartMs < COPY_SLICE_MS) continue;
    await setImmediate();
    sliceStartMs = performance.now();
  }
}

type StreamsOf = Awaited<ReturnType<StreamTarget['connect']>>['streams'];

function placed(
  { partitionKey, data, arrivalMs }: CapturedRecord,
  explicitHashKey: string | undefined,
): ReplayRecord {
  const record = { partitionKey, data, arrivalMs };
  return explicitHashKey === undefined ? record : { ...record, explicitHashKey };
}
