/**
 * Tail: the room's only door. It is built as a bundle of its own and loaded with a dynamic import
 * when the first tail opens, so that decoders and filters cost nothing before; from outside, import
 * types statically and everything else from here. Start reading in `session.ts`.
 */
export { BUILT_IN_DECODERS } from './decoders/all.ts';
export { DecodePipeline } from './decoders/pipeline.ts';
export { StreamDecoding } from './decoders/streamDecoding.ts';
export { CopyMask } from './copy/copyMask.ts';
export { makeStream, openShards } from './copy/makeStream.ts';
export { rangeRecords } from './copy/rangeReader.ts';
export { byArrival } from './window/arrivalOrder.ts';
export { openCapture } from './export/captureFile.ts';
export { captureFormat, captureHeadLine, captureLine } from './export/captureFormat.ts';
export { csv } from './export/csv.ts';
export { exportSlices } from './export/exportSlices.ts';
export { jsonLines } from './export/jsonLines.ts';
export { Masking } from './masking/masking.ts';
export { HashKeyGuess } from './replay/hashRouting.ts';
export { Replayer } from './replay/replayer.ts';
export { schemaTypeNames } from './schemas/schemaTypeNames.ts';
export { TailSession } from './session.ts';
export { ReadScheduler } from './reading/readScheduler.ts';
