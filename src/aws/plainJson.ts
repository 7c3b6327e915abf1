/** An SDK answer as plain JSON: dates as ISO strings, bytes as base64, no metadata of the call. */
export function toPlainJson(answer: object): object {
  const text = JSON.stringify(answer, (key, value: unknown) => {
    if (key === '$metadata') return undefined;
    return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
  });
  return JSON.parse(text) as object;
}
