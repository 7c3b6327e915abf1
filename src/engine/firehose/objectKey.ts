import { parsePrefix } from './prefix.ts';
import { compileTimestampPattern, localTime } from './timestampPattern.ts';

export interface ObjectKeyOptions {
  readonly deliveryStreamName: string;
  readonly versionId: string;
  readonly prefix: string;
  /** With its dot, or empty. */
  readonly extension: string;
  /** An IANA name. */
  readonly timeZone: string;
  /** When the oldest record of the object arrived. */
  readonly arrivedMs: number;
  readonly uuid: string;
  /** In [0, 1). */
  readonly random: () => number;
}

const HOUR_FOLDERS = compileTimestampPattern('yyyy/MM/dd/HH/');
const NAME_TIME = compileTimestampPattern('yyyy-MM-dd-HH-mm-ss');

/**
 * The key of an object: the prefix, then name, version, time and a UUID. A prefix without
 * expressions is followed by folders for year, month, day and hour, with no slash in between; see
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html.
 */
export function objectKey(options: ObjectKeyOptions): string {
  const time = localTime(options.arrivedMs, options.timeZone);
  const prefix = parsePrefix(options.prefix, 'Prefix');
  const folders = prefix.hasExpressions ? '' : HOUR_FOLDERS(time);
  const name = [options.deliveryStreamName, options.versionId, NAME_TIME(time), options.uuid];
  return prefix.evaluate(time, options.random) + folders + name.join('-') + options.extension;
}
