import { AwsError } from '../wire/awsError.ts';
import { isLocalCompressionFormat, type LocalCompressionFormat } from './compression.ts';
import type { S3Settings } from './definition.ts';
import { BUFFER_MIB_DEFAULT, BUFFER_SECONDS_DEFAULT } from './limits.ts';
import { checkPrefixes } from './prefix.ts';
import type { ExtendedS3Request } from './shapes.ts';
import { localTime, PatternError } from './timestampPattern.ts';

/**
 * Checks an S3 destination and fills in its defaults. What the local engine does not do yet is
 * refused, never ignored. Without effect but kept and described: the role, encryption by KMS (the
 * owner of an object sees plain bytes either way) and CloudWatch logging (failures are in the
 * engine's own log). Throws InvalidArgumentException.
 */
export function s3SettingsOf(request: ExtendedS3Request): S3Settings {
  refuseWhatIsMissing(request);
  checkPrefixes(request.Prefix ?? '', request.ErrorOutputPrefix ?? '');
  checkTimeZone(request.CustomTimeZone);
  return {
    ...request,
    BufferingHints: bufferingHintsOf(request),
    CompressionFormat: compressionFormatOf(request),
    EncryptionConfiguration: request.EncryptionConfiguration ?? {
      NoEncryptionConfig: 'NoEncryption',
    },
    CloudWatchLoggingOptions: { Enabled: false, ...request.CloudWatchLoggingOptions },
    S3BackupMode: 'Disabled',
  };
}

export function notYet(feature: string): AwsError {
  return new AwsError(
    'InvalidArgumentException',
    `The local engine does not support ${feature} yet.`,
  );
}

function refuseWhatIsMissing(request: ExtendedS3Request): void {
  if (request.ProcessingConfiguration?.Enabled === true) {
    throw notYet('processors (ProcessingConfiguration)');
  }
  // Format conversion is on unless it is switched off: reported of the real service by floci #3236.
  const conversion = request.DataFormatConversionConfiguration;
  if (conversion !== undefined && conversion.Enabled !== false) {
    throw notYet('record format conversion (DataFormatConversionConfiguration)');
  }
  if (request.DynamicPartitioningConfiguration?.Enabled === true) {
    throw notYet('dynamic partitioning (DynamicPartitioningConfiguration)');
  }
  if (request.S3BackupMode === 'Enabled' || request.S3BackupConfiguration !== undefined) {
    throw notYet('backup of source records (S3BackupMode)');
  }
}

function bufferingHintsOf({ BufferingHints: hints }: ExtendedS3Request) {
  const size = hints?.SizeInMBs;
  const interval = hints?.IntervalInSeconds;
  if ((size === undefined) !== (interval === undefined)) {
    throw new AwsError(
      'InvalidArgumentException',
      'BufferingHints needs both SizeInMBs and IntervalInSeconds, or neither.',
    );
  }
  return {
    SizeInMBs: size ?? BUFFER_MIB_DEFAULT,
    IntervalInSeconds: interval ?? BUFFER_SECONDS_DEFAULT,
  };
}

function compressionFormatOf(request: ExtendedS3Request): LocalCompressionFormat {
  const format = request.CompressionFormat ?? 'UNCOMPRESSED';
  if (!isLocalCompressionFormat(format)) throw notYet(`the compression format ${format}`);
  return format;
}

function checkTimeZone(zone: string | undefined): void {
  try {
    localTime(0, zone || 'UTC');
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new AwsError('InvalidArgumentException', `CustomTimeZone: ${error.message}`);
  }
}
