import { decoded, failed, type Decoder } from './decoder.ts';

/**
 * The envelope in which a subscription filter of CloudWatch Logs puts log events, inside gzip. It
 * stays as it is; this says what it holds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export const cloudWatchLogs: Decoder = {
  id: 'cloudwatchlogs',
  title: 'CloudWatch Logs',
  detect: ({ kind, isCut, text }) =>
    kind === 'json' && !isCut && text !== undefined && ENVELOPE.test(text) ? 'likely' : undefined,
  decode(payload) {
    const envelope: unknown = JSON.parse(payload.text ?? '');
    if (typeof envelope !== 'object' || envelope === null) return failed('It is not an envelope');
    const { messageType, logGroup, logStream, logEvents } = envelope as Record<string, unknown>;
    if (messageType === 'CONTROL_MESSAGE') {
      return decoded(
        payload,
        'A control message: CloudWatch Logs tries whether it may put records',
      );
    }
    if (messageType !== 'DATA_MESSAGE' || !Array.isArray(logEvents)) {
      return failed('It is not an envelope');
    }
    const count = `${String(logEvents.length)} log event${logEvents.length === 1 ? '' : 's'}`;
    return decoded(payload, `${count} of ${String(logGroup)}, ${String(logStream)}`);
  },
};

const ENVELOPE = /"messageType"\s*:\s*"(?:DATA|CONTROL)_MESSAGE"/;
