import { addColumn } from './addColumn.ts';
import { addConnection } from './addConnection.ts';
import { advanceClock } from './advanceClock.ts';
import { applySeedFile } from './applySeedFile.ts';
import { chooseColumns } from './chooseColumns.ts';
import { chooseDecoders } from './chooseDecoders.ts';
import { chooseSchema } from './chooseSchema.ts';
import { clearFaults } from './clearFaults.ts';
import { clearFilter } from './clearFilter.ts';
import type { Command } from './command.ts';
import { compareRecords } from './compareRecords.ts';
import { copyArn } from './copyArn.ts';
import { copyEnvironment } from './copyEnvironment.ts';
import { copyName } from './copyName.ts';
import { copyRange } from './copyRange.ts';
import { copyRecordData } from './copyRecordData.ts';
import { copyRecordPath } from './copyRecordPath.ts';
import { copyRecordsAsCommand } from './copyRecordsAsCommand.ts';
import { copyRecordsAsCsv } from './copyRecordsAsCsv.ts';
import { copyRecordsAsJson } from './copyRecordsAsJson.ts';
import { copyRecordsAsText } from './copyRecordsAsText.ts';
import { copyRecordValue } from './copyRecordValue.ts';
import { copyTailLink } from './copyTailLink.ts';
import { createDeliveryStream } from './createDeliveryStream.ts';
import { createStream } from './createStream.ts';
import { deleteDeliveryStream } from './deleteDeliveryStream.ts';
import { deleteStream } from './deleteStream.ts';
import { describeDeliveryStream } from './describeDeliveryStream.ts';
import { describeStream } from './describeStream.ts';
import { duplicateTail } from './duplicateTail.ts';
import { excludeKey } from './excludeKey.ts';
import { excludeShard } from './excludeShard.ts';
import { excludeValue } from './excludeValue.ts';
import { exportTail } from './exportTail.ts';
import { filterByKey } from './filterByKey.ts';
import { filterByShard } from './filterByShard.ts';
import { filterByValue } from './filterByValue.ts';
import { filterStreams } from './filterStreams.ts';
import { findByPartitionKey } from './findByPartitionKey.ts';
import { getShardIterator } from './getShardIterator.ts';
import { injectFault } from './injectFault.ts';
import { loadMore } from './loadMore.ts';
import { markAsProduction } from './markAsProduction.ts';
import { nextRecordWithKey } from './nextRecordWithKey.ts';
import { openRecord } from './openRecord.ts';
import { orderAsRead } from './orderAsRead.ts';
import { orderByArrival } from './orderByArrival.ts';
import { previousRecordWithKey } from './previousRecordWithKey.ts';
import { purgeStream } from './purgeStream.ts';
import { putDeliveryRecord } from './putDeliveryRecord.ts';
import { putRecord } from './putRecord.ts';
import { refresh } from './refresh.ts';
import { removeConnection } from './removeConnection.ts';
import { replayCapture } from './replayCapture.ts';
import { replayTail } from './replayTail.ts';
import { removeTailConsumers } from './removeTailConsumers.ts';
import { resetEngine } from './resetEngine.ts';
import { restoreEngine } from './restoreEngine.ts';
import { showLog } from './showLog.ts';
import { showRecordChange } from './showRecordChange.ts';
import { snapshotEngine } from './snapshotEngine.ts';
import { startEngine } from './startEngine.ts';
import { startSimulator } from './startSimulator.ts';
import { stopEngine } from './stopEngine.ts';
import { stopSimulator } from './stopSimulator.ts';
import { tailShard } from './tailShard.ts';
import { tailStream } from './tailStream.ts';
import { tailStreamFrom } from './tailStreamFrom.ts';
import { unmarkAsProduction } from './unmarkAsProduction.ts';

/** Every command; a test holds this list against package.json. */
export const ALL_COMMANDS: readonly Command[] = [
  addColumn,
  addConnection,
  advanceClock,
  applySeedFile,
  chooseColumns,
  chooseDecoders,
  chooseSchema,
  clearFaults,
  clearFilter,
  compareRecords,
  copyArn,
  copyEnvironment,
  copyName,
  copyRange,
  copyRecordData,
  copyRecordPath,
  copyRecordsAsCommand,
  copyRecordsAsCsv,
  copyRecordsAsJson,
  copyRecordsAsText,
  copyRecordValue,
  copyTailLink,
  createDeliveryStream,
  createStream,
  deleteDeliveryStream,
  deleteStream,
  describeDeliveryStream,
  describeStream,
  duplicateTail,
  excludeKey,
  excludeShard,
  excludeValue,
  exportTail,
  filterByKey,
  filterByShard,
  filterByValue,
  filterStreams,
  findByPartitionKey,
  getShardIterator,
  injectFault,
  loadMore,
  markAsProduction,
  nextRecordWithKey,
  openRecord,
  orderAsRead,
  orderByArrival,
  previousRecordWithKey,
  purgeStream,
  putDeliveryRecord,
  putRecord,
  refresh,
  removeConnection,
  replayCapture,
  replayTail,
  removeTailConsumers,
  resetEngine,
  restoreEngine,
  showLog,
  showRecordChange,
  snapshotEngine,
  startEngine,
  startSimulator,
  stopEngine,
  stopSimulator,
  tailShard,
  tailStream,
  tailStreamFrom,
  unmarkAsProduction,
];
