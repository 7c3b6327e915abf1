import { FAULT_KINDS, type FaultKind, type FaultRule } from '../../protocol/engine/control.ts';
import { callEngine } from '../engine/controlClient.ts';
import { askChoice, askText, type Step } from '../input/prompts.ts';
import { streamNameProblem } from '../input/validation.ts';
import { isTreeNode } from '../views/nodes.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

const TITLE = 'Inject Fault';
const DELAY_MS_MAX = 60_000;

const KINDS: Readonly<Record<FaultKind, { label: string; detail: string }>> = {
  throttlePuts: {
    label: 'Throttle puts',
    detail: 'Records are turned away with ProvisionedThroughputExceededException',
  },
  failRecords: {
    label: 'Fail records',
    detail: 'Records inside a batch fail with InternalFailure',
  },
  throttleReads: {
    label: 'Throttle reads',
    detail: 'GetRecords answers ProvisionedThroughputExceededException',
  },
  expireIterators: {
    label: 'Expire iterators early',
    detail: 'GetRecords answers ExpiredIteratorException',
  },
  emptyReads: {
    label: 'Empty reads',
    detail: 'GetRecords answers no records though there are some',
  },
  delay: { label: 'Delay answers', detail: 'Every operation answers late' },
  cut: {
    label: 'Cut connections',
    detail: 'The work is done, but the connection ends before the answer',
  },
};

export const injectFault: Command = {
  id: 'kinesis.injectFault',
  async run(context, argument) {
    const endpoint = context.engine.requireEndpoint();
    const step = (step: number): Step => ({ title: TITLE, step, steps: 3 });
    const kind = await askChoice(
      step(1),
      'What goes wrong',
      FAULT_KINDS.map((value) => ({ ...KINDS[value], value })),
    );
    const streamName =
      isTreeNode(argument) && argument.type === 'stream'
        ? argument.stream.name
        : await askText(step(2), {
            prompt: 'Stream; leave it empty for every stream',
            validate: (text) => (text === '' ? undefined : streamNameProblem(text)),
          });
    const rule: FaultRule = {
      kind,
      ...(streamName === '' ? {} : { streamName }),
      ...(kind === 'delay' ? await askDelay(step(3)) : await askShare(step(3))),
    };
    await callEngine(endpoint, 'injectFault', rule);
    const where = streamName === '' ? 'every stream' : streamName;
    offer(context, `${KINDS[kind].label}: on, for ${where} of the local engine.`, {
      'Clear Faults': () => callEngine(endpoint, 'clearFaults', {}),
    });
  },
};

async function askShare(step: Step): Promise<Pick<FaultRule, 'share'>> {
  const text = await askText(step, {
    prompt: 'Percent that is struck; the same ones each time',
    value: '20',
    validate: (value) =>
      Number(value) > 0 && Number(value) <= 100 ? undefined : 'A number above 0 and at most 100',
  });
  return { share: Number(text) / 100 };
}

async function askDelay(step: Step): Promise<Pick<FaultRule, 'delayMs'>> {
  const text = await askText(step, {
    prompt: 'Milliseconds that each answer is held back',
    value: '1000',
    validate: (value) =>
      /^[1-9]\d*$/.test(value) && Number(value) <= DELAY_MS_MAX
        ? undefined
        : 'A whole number from 1 to 60,000',
  });
  return { delayMs: Number(text) };
}
