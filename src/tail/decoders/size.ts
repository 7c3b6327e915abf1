/** "16 MiB", or "64 KiB" below one. */
export function formatMebibytes(bytes: number): string {
  const isLarge = bytes >= 1024 * 1024;
  return isLarge ? `${String(bytes / 1024 / 1024)} MiB` : `${String(bytes / 1024)} KiB`;
}
