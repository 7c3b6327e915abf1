import type { TailEnd, TailStart } from '../../../src/formats/position.ts';
import { formatShardPositions } from '../../../src/formats/shardPositions.ts';
import { parseTimestamp } from '../../../src/formats/timestamp.ts';
import { createRadioGroup, createTextField } from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { lastingText, zoneText } from '../text/timeFormat.ts';
import type { Times } from '../text/times.ts';
import { type EndChoice, readEnd, readPosition } from './startPosition.ts';

const STARTS: readonly { readonly value: TailStart['type']; readonly text: string }[] = [
  { value: 'LATEST', text: 'Latest: only new records' },
  { value: 'TRIM_HORIZON', text: 'Oldest: everything that is kept' },
  { value: 'AT_TIMESTAMP', text: 'At a time' },
  { value: 'AT_SEQUENCE_NUMBER', text: 'At a sequence number' },
  { value: 'AFTER_SEQUENCE_NUMBER', text: 'After a sequence number' },
  { value: 'AFTER_SEQUENCE_NUMBERS', text: 'After a sequence number of each shard' },
];

const ENDS: readonly { readonly value: EndChoice; readonly text: string }[] = [
  { value: 'NEVER', text: 'Go on until it is stopped' },
  { value: 'NOW', text: 'Stop at now: read what is there' },
  { value: 'AT_TIMESTAMP', text: 'Stop at a time' },
  { value: 'COUNT', text: 'Stop after a number of records' },
];

const EXAMPLE = '15 minutes ago';

interface FieldsOptions {
  readonly times: Times;
  /** Another choice, whose fields show now. */
  readonly onChange: () => void;
}

interface Fields<Value, Answer> {
  readonly node: HTMLElement;
  /** Returns what takes the focus. */
  fill(value: Value): HTMLElement;
  /** A text says what to correct. */
  read(): Answer | string;
}

export function createStartFields(options: FieldsOptions): Fields<TailStart, TailStart> {
  const time = createTimeField('Time to start at', options.times);
  const number = createTextField({ label: 'Sequence number', placeholder: 'Sequence number' });
  const list = element('textarea', { class: 'native-input', 'aria-label': 'Sequence numbers' });
  list.rows = 4;
  list.placeholder = 'shardId-000000000000 4950…\none shard a line, or a JSON object';
  const show = (chosen: TailStart['type']): void => {
    time.node.hidden = chosen !== 'AT_TIMESTAMP';
    number.node.hidden = chosen !== 'AT_SEQUENCE_NUMBER' && chosen !== 'AFTER_SEQUENCE_NUMBER';
    list.hidden = chosen !== 'AFTER_SEQUENCE_NUMBERS';
    options.onChange();
  };
  const type = createRadioGroup({ label: 'Start at', choices: STARTS, onChange: show });
  return {
    node: element('div', { class: 'form-part' }, type.node, time.node, number.node, list),
    fill: (position) => {
      type.value = position.type;
      time.fill(position.type === 'AT_TIMESTAMP' ? position.timestampMs : EXAMPLE);
      number.value = 'sequenceNumber' in position ? position.sequenceNumber : '';
      list.value =
        'sequenceNumbers' in position ? formatShardPositions(position.sequenceNumbers) : '';
      show(position.type);
      return type.node;
    },
    read: () =>
      readPosition(
        {
          type: type.value,
          time: time.text,
          sequenceNumber: number.value,
          sequenceNumbers: list.value,
        },
        options.times.nowMs,
      ),
  };
}

export function createEndFields(
  options: FieldsOptions,
): Fields<TailEnd | undefined, TailEnd | undefined> {
  const time = createTimeField('Time to stop at', options.times);
  const count = createTextField({ label: 'Number of records', placeholder: '1,000' });
  const show = (chosen: EndChoice): void => {
    time.node.hidden = chosen !== 'AT_TIMESTAMP';
    count.node.hidden = chosen !== 'COUNT';
    options.onChange();
  };
  const type = createRadioGroup({ label: 'Stop', choices: ENDS, onChange: show });
  return {
    node: element('div', { class: 'form-part' }, type.node, time.node, count.node),
    fill: (end) => {
      type.value = end?.type ?? 'NEVER';
      time.fill(end?.type === 'AT_TIMESTAMP' ? end.timestampMs : '');
      count.value = end?.type === 'COUNT' ? String(end.records) : '';
      show(type.value);
      return type.node;
    },
    read: () =>
      readEnd({ type: type.value, time: time.text, count: count.value }, options.times.nowMs),
  };
}

interface TimeField {
  readonly node: HTMLElement;
  readonly text: string;
  fill(time: number | string): void;
}

/** A box for a time in any form, and below it the time that was understood. */
function createTimeField(label: string, times: Times): TimeField {
  const understood = element('div', { class: 'form-hint' });
  const explain = (text: string): void => {
    const timestampMs = parseTimestamp(text, times.nowMs);
    setText(
      understood,
      timestampMs === undefined
        ? 'Local or UTC (…Z), epoch, or 15 minutes ago'
        : understoodText(timestampMs, times),
    );
  };
  const field = createTextField({ label, placeholder: EXAMPLE, onInput: explain });
  return {
    node: element('div', { class: 'form-field' }, field.node, understood),
    get text() {
      return field.value;
    },
    fill: (value) => {
      field.value = typeof value === 'string' ? value : lastingText(value, times, 'second');
      explain(field.value);
    },
  };
}

/** What the field means, in words that leave no doubt about whose time it is. */
function understoodText(timestampMs: number, times: Times): string {
  const text = lastingText(timestampMs, times, 'second');
  return times.format === 'epoch'
    ? `${text} · ${lastingText(timestampMs, { format: 'local', nowMs: times.nowMs }, 'second')} local time`
    : `${text} ${zoneText(times)}`;
}
