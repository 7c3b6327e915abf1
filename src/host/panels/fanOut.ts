import type { StreamDetail } from '../../aws/service.ts';
import { TAIL_CONSUMER_PREFIX } from '../../formats/consumerName.ts';
import type { TailSession } from '../../tail/session.ts';

/** List prices of us-east-1 in US dollars; what AWS charges differs by region, mode and contract. */
const SHARD_HOUR = 0.015;
const PROVISIONED_GIGABYTE = 0.013;
const ON_DEMAND_GIGABYTE = 0.05;

/** Says what a person agrees to: who reads, what is registered where, and what it costs. */
export function fanOutQuestion(
  names: { readonly streamName: string; readonly connectionName: string },
  { mode, openShardCount }: Pick<StreamDetail, 'mode' | 'openShardCount'>,
): { message: string; detail: string } {
  const { streamName, connectionName } = names;
  const shards = openShardCount === 1 ? 'one open shard' : `${openShardCount} open shards`;
  const hourly = `$${(openShardCount * SHARD_HOUR).toFixed(openShardCount < 10 ? 3 : 2)}`;
  const cost =
    mode === 'ON_DEMAND'
      ? `about $${ON_DEMAND_GIGABYTE} for each GB that is read`
      : `about $${SHARD_HOUR} for each shard and hour, ${hourly} an hour for the ${shards} of the stream, and about $${PROVISIONED_GIGABYTE} for each GB that is read`;
  return {
    message: `Read "${streamName}" of "${connectionName}" by enhanced fan-out?`,
    detail:
      `A consumer named ${TAIL_CONSUMER_PREFIX}… is registered on the stream "${streamName}" of the connection "${connectionName}" ` +
      `and deregistered when this tail is closed. It takes nothing from other readers.\n\n` +
      `AWS charges for it as long as it is registered: ${cost} (list prices of us-east-1; they vary by region and change).`,
  };
}

/** Turns push on or off; what costs money has to be confirmed. */
export async function switchPush(
  session: Pick<TailSession, 'reading' | 'state'>,
  options: {
    readonly isOn: boolean;
    readonly describe: () => Promise<Pick<StreamDetail, 'mode' | 'openShardCount'>>;
    /** Rejects unless the person agrees. */
    readonly confirm: (message: string, detail: string, action: string) => Promise<void>;
  },
): Promise<void> {
  if (!options.isOn) {
    session.reading.usePolling();
    return;
  }
  const { state } = session;
  if (state.reading.pushMode === 'enhancedFanOut') {
    const { message, detail } = fanOutQuestion(state, await options.describe());
    await options.confirm(message, detail, 'Use Enhanced Fan-Out');
  }
  session.reading.usePush();
}
