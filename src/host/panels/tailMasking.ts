import type { Event } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
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
 * Turns masking on in the open tails of a connection that is marked as production now. Only for the
 * change: a tail that a person has unmasked stays so when the settings are read again.
 */
export function maskWhereCalledFor(options: {
  readonly onDidChange: Event<void>;
  readonly names: () => readonly string[];
  /** Whether a tail of the connection opens masked. */
  readonly isMasked: (connectionName: string) => boolean;
  readonly sessions: () => readonly Pick<TailSession, 'setMasking' | 'state'>[];
}): Disposable {
  const masked = (): Set<string> => new Set(options.names().filter(options.isMasked));
  let before = masked();
  return options.onDidChange(() => {
    const now = masked();
    for (const session of options.sessions()) {
      const { connectionName, masking } = session.state;
      const isNew = now.has(connectionName) && !before.has(connectionName);
      if (isNew && !masking.isOn) session.setMasking(true);
    }
    before = now;
  });
}
