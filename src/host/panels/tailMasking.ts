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
