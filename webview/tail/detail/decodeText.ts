/**
 * The data as UTF-8 text, or undefined when it is not. Data that was cut off may end within a
 * character; that character is left out.
 */
export function decodeText(data: Uint8Array, isComplete: boolean): string | undefined {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(data, { stream: !isComplete });
  } catch {
    return undefined;
  }
}
