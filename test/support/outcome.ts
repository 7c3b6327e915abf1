/** What a call came to, as one value to compare: `done`, or the error's name and message. */
export function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: unknown) =>
      error instanceof Error ? `${error.name}: ${error.message}` : 'not an error',
  );
}
