import assert from 'node:assert/strict';
import { test } from 'node:test';
import { s3SettingsOf } from '../../../../src/engine/firehose/s3Settings.ts';

const minimal = {
  RoleARN: 'arn:aws:iam::000000000000:role/firehose',
  BucketARN: 'arn:aws:s3:::lake',
} as const;

test('what is not given gets the defaults of the service', () => {
  assert.deepEqual(s3SettingsOf(minimal), {
    ...minimal,
    BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
    CompressionFormat: 'UNCOMPRESSED',
    EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' },
    CloudWatchLoggingOptions: { Enabled: false },
    S3BackupMode: 'Disabled',
  });
});

test('features that are switched off are taken', () => {
  const off = {
    ...minimal,
    ProcessingConfiguration: { Enabled: false },
    DataFormatConversionConfiguration: { Enabled: false },
    DynamicPartitioningConfiguration: { Enabled: false },
    S3BackupMode: 'Disabled',
  } as const;
  const { DataFormatConversionConfiguration, ProcessingConfiguration } = s3SettingsOf(off);
  assert.deepEqual(
    [DataFormatConversionConfiguration, ProcessingConfiguration],
    [{ Enabled: false }, { Enabled: false }],
  );
});

test('what the local engine does not do is refused, never ignored', () => {
  const refused: [Parameters<typeof s3SettingsOf>[0], string][] = [
    [
      { ...minimal, ProcessingConfiguration: { Enabled: true } },
      'The local engine does not support processors (ProcessingConfiguration) yet.',
    ],
    [
      { ...minimal, DataFormatConversionConfiguration: {} },
      'The local engine does not support record format conversion (DataFormatConversionConfiguration) yet.',
    ],
    [
      { ...minimal, DynamicPartitioningConfiguration: { Enabled: true } },
      'The local engine does not support dynamic partitioning (DynamicPartitioningConfiguration) yet.',
    ],
    [
      { ...minimal, S3BackupMode: 'Enabled' },
      'The local engine does not support backup of source records (S3BackupMode) yet.',
    ],
    [
      { ...minimal, CompressionFormat: 'Snappy' },
      'The local engine does not support the compression format Snappy yet.',
    ],
    [
      { ...minimal, BufferingHints: { SizeInMBs: 1 } },
      'BufferingHints needs both SizeInMBs and IntervalInSeconds, or neither.',
    ],
    [
      { ...minimal, CustomTimeZone: 'Mars/Olympus' },
      'CustomTimeZone: Mars/Olympus is not a time zone.',
    ],
  ];
  for (const [request, message] of refused) {
    assert.throws(() => s3SettingsOf(request), { type: 'InvalidArgumentException', message });
  }
});
