/** "16 MiB", or "64 KiB" below one. */
export function formatMebibytes(bytes: number): string {
  const isLarge = bytes >= 1024 * 1024;
  return isLarge ? `${String(bytes / 1024 / 1024)} MiB` : `${String(bytes / 1024)} KiB`;
}

/** More came out than there was room for. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Also as zlib says it. */
export function isTooLarge(error: unknown): boolean {
  if (error instanceof TooLarge) return true;
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
