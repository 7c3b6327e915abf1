import { PRODUCER_KINDS, type ProducerKind } from '../../protocol/engine/control.ts';
import { type Step, askChoice, askText } from '../input/prompts.ts';
import { streamNameProblem } from '../input/validation.ts';
import { LOCAL_CONNECTION_NAME } from '../settings.ts';
import { isTreeNode } from '../views/nodes.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

const TITLE = 'Start Simulated Stream';

const KINDS: Readonly<Record<ProducerKind, { label: string; detail: string; streamName: string }>> =
  {
    gps: {
      label: 'GPS positions',
      detail: 'Trucks on their way, keyed by truck',
      streamName: 'truck-positions',
    },
    transactions: {
      label: 'Marketplace transactions',
      detail: 'Orders with made-up card numbers and e-mail addresses',
      streamName: 'transactions',
    },
    clicks: {
      label: 'Website clicks',
      detail: 'Page views, keyed by visitor',
      streamName: 'clicks',
    },
    logs: {
      label: 'Application logs',
      detail: 'Log lines of several services',
      streamName: 'application-logs',
    },
  };

export const startSimulator: Command = {
  id: 'kinesis.startSimulator',
  async run(context, argument) {
    const { engine, simulators, tails, tree } = context;
    await engine.start();
    const kind = await askChoice(
      { title: TITLE, step: 1, steps: 3 },
      'What is simulated',
      PRODUCER_KINDS.map((value) => ({ ...KINDS[value], value })),
    );
    const streamName =
      isTreeNode(argument) && argument.type === 'stream'
        ? argument.stream.name
        : await askText(
            { title: TITLE, step: 2, steps: 3 },
            {
              prompt: 'Stream; it is created if it does not exist',
              value: KINDS[kind].streamName,
              validate: streamNameProblem,
            },
          );
    const recordsPerSecond = await askRate({ title: TITLE, step: 3, steps: 3 });
    await simulators.start({ kind, streamName, recordsPerSecond });
    tree.refresh(context.connections.find(LOCAL_CONNECTION_NAME));
    offer(context, `Records flow into ${streamName}`, {
      'Tail It': () => tails.open({ connectionName: LOCAL_CONNECTION_NAME, streamName }),
    });
  },
};

async function askRate(step: Step): Promise<number> {
  const text = await askText(step, {
    prompt: 'Records per second',
    value: '20',
    validate: (value) => {
      const rate = Number(value);
      return rate >= 0.1 && rate <= 20_000 ? undefined : 'A number from 0.1 to 20,000';
    },
  });
  return Number(text);
}
