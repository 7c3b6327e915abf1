/** A promise that the test settles; `settle` resolves once whoever waits for it has gone on. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly settle: (outcome: T | Error) => Promise<void>;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void;
  let reject: (error: Error) => void;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return {
    promise,
    settle: async (outcome) => {
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
      await new Promise(setImmediate);
    },
  };
}
