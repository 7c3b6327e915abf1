import { type CallContext, translateError } from './errors.ts';

/**
 * Makes one call. It rejects with the signal's reason as soon as the signal aborts, even while the
 * SDK still looks for credentials (which it lets nobody stop), and else with an `ExpectedError`.
 */
export async function call<Output>(
  perform: (options: { abortSignal: AbortSignal }) => Promise<Output>,
  context: CallContext,
  signal: AbortSignal,
): Promise<Output> {
  signal.throwIfAborted();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([perform({ abortSignal: signal }), aborted]);
  } catch (error) {
    signal.throwIfAborted();
    throw translateError(error, context);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
