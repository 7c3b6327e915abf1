const BYTES_PER_LINE = 16;

/** Lines of `offset  16 bytes in hex  the same as ASCII`, of the bytes [0, bytesMax). */
export function hexDump(data: Uint8Array, bytesMax: number): string {
  const lines: string[] = [];
  const end = Math.min(data.length, bytesMax);
  for (let offset = 0; offset < end; offset += BYTES_PER_LINE) {
    lines.push(hexLine(offset, data.subarray(offset, Math.min(offset + BYTES_PER_LINE, end))));
  }
  return lines.join('\n');
}

function hexLine(offset: number, bytes: Uint8Array): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const left = pairs.slice(0, 8).join(' ').padEnd(23);
  const right = pairs.slice(8).join(' ').padEnd(23);
  const ascii = Array.from(bytes, asciiOf).join('');
  return `${offset.toString(16).padStart(8, '0')}  ${left}  ${right}  ${ascii}`;
}

function asciiOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
