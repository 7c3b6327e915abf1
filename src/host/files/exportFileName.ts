/** Such as `orders 2026-11-20 09.15.02.jsonl`; a stream's name has nothing that a file's cannot have. */
export function exportFileName(streamName: string, extension: string, nowMs: number): string {
  const time = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  return `${streamName} ${time}.${extension}`;
}
