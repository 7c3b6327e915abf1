import type { Event } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { TailSession } from '../../tail/session.ts';
import type { MaskingOptions } from '../../tail/masking/masking.ts';
import type { ConnectionEntry } from '../connections/connectionRegistry.ts';
import type { MaskingSettings } from '../maskingSettings.ts';

export function isProduction(entry: ConnectionEntry | undefined): boolean {
  return entry !== undefined && entry.kind !== 'local' && entry.production === true;
}

/** How a tail of the connection opens. What a person switches afterwards is not remembered. */
export function maskingOf(
  entry: ConnectionEntry | undefined,
  { enabled, rules, fingerprints }: MaskingSettings,
): MaskingOptions {
  const isOn = enabled === 'always' || (enabled === 'production' && isProduction(entry));
  return { rules, fingerprints, isOn };
}

/** On a production connection, showing what is masked has to be confirmed. */
export async function switchMasking(
  session: Pick<TailSession, 'setMasking' | 'state'>,
  options: {
    readonly isOn: boolean;
    readonly entry: ConnectionEntry | undefined;
    /** Rejects unless the person agrees. */
    readonly confirm: (message: string, detail: string, action: string) => Promise<void>;
  },
): Promise<void> {
  const { isOn, entry } = options;
  if (!isOn && isProduction(entry)) {
    await options.confirm(
      `Show personal data of "${session.state.connectionName}"?`,
      'The connection is marked as production. Records are shown, copied and exported as they are, until this tail is closed or masking is turned on again.',
      'Show Data',
    );
  }
  session.setMasking(isOn);
}

/**
 * Keeps open tails to the settings. Other rules count at once. Masking is turned on where the settings
 * or the mark of a connection newly call for it, and never off: a file of settings that is half typed
 * must show nothing, and a person turns it off in the tail. What they have turned off there stays so
 * when the settings change in something else.
 */
export function followMaskingSettings(options: {
  readonly changes: readonly Event<void>[];
  readonly settings: () => MaskingSettings;
  readonly entries: () => readonly ConnectionEntry[];
  readonly sessions: () => readonly Pick<TailSession, 'masking' | 'state'>[];
}): Disposable {
  const masked = (settings: MaskingSettings): Set<string> => {
    const entries = options.entries().filter((entry) => maskingOf(entry, settings).isOn);
    return new Set(entries.map(({ name }) => name));
  };
  let before = masked(options.settings());
  const follow = (): void => {
    const settings = options.settings();
    const now = masked(settings);
    for (const { masking, state } of options.sessions()) {
      const { connectionName } = state;
      const isNew = now.has(connectionName) && !before.has(connectionName);
      if (isNew && !masking.state.isOn) masking.switch(true);
      masking.setRules(settings);
    }
    before = now;
  };
  const store = new DisposableStore();
  for (const change of options.changes) store.add(change(follow));
  return store;
}
