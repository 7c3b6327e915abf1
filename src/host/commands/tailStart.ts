import type { TailStart } from '../../formats/position.ts';
import { parseShardPositions } from '../../formats/shardPositions.ts';
import { parseTimestamp } from '../../formats/timestamp.ts';
import { type Choice, type Step, askChoice, askText } from '../input/prompts.ts';
import { sequenceNumberProblem, timestampProblem } from '../input/validation.ts';

const STARTS: readonly Choice<TailStart['type']>[] = [
  { label: 'Latest', detail: 'What comes from now on', value: 'LATEST' },
  { label: 'Oldest', detail: 'Everything that is kept', value: 'TRIM_HORIZON' },
  {
    label: 'At a time…',
    detail: 'ISO in local time or UTC, epoch, or "15 minutes ago"',
    value: 'AT_TIMESTAMP',
  },
  {
    label: 'At a sequence number…',
    detail: 'That very record; the other shards begin at its time',
    value: 'AT_SEQUENCE_NUMBER',
  },
  {
    label: 'After a sequence number…',
    detail: 'The record after it; the other shards begin at its time',
    value: 'AFTER_SEQUENCE_NUMBER',
  },
  {
    label: 'After a sequence number of each shard…',
    detail: 'As a consumer keeps them: {"shardId-000000000000": "4950…"}, or 0 4950…, 1 4951…',
    value: 'AFTER_SEQUENCE_NUMBERS',
  },
];

/** Asks where a tail is to begin. */
export async function askTailStart(step: Step): Promise<TailStart> {
  const type = await askChoice(step, 'Start at', STARTS);
  switch (type) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return { type };
    case 'AT_TIMESTAMP':
      return { type, timestampMs: await askTime(step) };
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const prompt = 'Sequence number';
      const sequenceNumber = await askText(step, { prompt, validate: sequenceNumberProblem });
      return { type, sequenceNumber };
    }
    case 'AFTER_SEQUENCE_NUMBERS':
      return { type, sequenceNumbers: await askPositions(step) };
  }
}

async function askTime(step: Step): Promise<number> {
  const text = await askText(step, {
    prompt: 'Time: ISO, epoch, or "15 minutes ago"',
    value: '15 minutes ago',
    validate: (value) => timestampProblem(value, Date.now()),
  });
  const nowMs = Date.now();
  return parseTimestamp(text, nowMs) ?? nowMs;
}

async function askPositions(step: Step): Promise<Readonly<Record<string, string>>> {
  const text = await askText(step, {
    prompt: 'A JSON object of sequence numbers by shard, or shards and numbers with commas between',
    placeholder: '{"shardId-000000000000": "4950…", "shardId-000000000001": "4951…"}',
    validate: (value) => {
      const read = parseShardPositions(value);
      return typeof read === 'string' ? read : undefined;
    },
  });
  const positions = parseShardPositions(text);
  return typeof positions === 'string' ? {} : positions;
}
