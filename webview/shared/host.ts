import { type Disposable, toDisposable } from '../../src/base/lifecycle.ts';
import type { Port } from '../../src/protocol/webview/rpc.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The one way out of the page: VS Code's bridge, which can be acquired only once. */
export class Host implements Port {
  private readonly api: VsCodeApi = acquireVsCodeApi();

  post(message: unknown): void {
    this.api.postMessage(message);
  }

  listen(listener: (message: unknown) => void): Disposable {
    const onMessage = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', onMessage);
    return toDisposable(() => window.removeEventListener('message', onMessage));
  }

  /** What the page saved before it was reloaded: any shape, perhaps of an older version. */
  get savedState(): unknown {
    return this.api.getState();
  }

  save(state: unknown): void {
    this.api.setState(state);
  }
}
