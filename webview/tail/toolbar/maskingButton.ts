import type { MaskingState } from '../../../src/protocol/webview/masking.ts';
import { createButton } from '../../shared/controls.ts';
import { plural } from '../text/format.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';

export interface MaskingButton {
  readonly node: HTMLElement;
  setMasking(masking: MaskingState): void;
}

/** Says whether personal data is masked, and turns that on and off. */
export function createMaskingButton(options: {
  readonly onSwitch: (isOn: boolean) => void;
}): MaskingButton {
  let isOn = false;
  const button = createButton({ kind: 'quiet', onClick: () => options.onSwitch(!isOn) });
  button.node.classList.add('masking');
  button.node.hidden = true;
  return {
    node: button.node,
    setMasking(masking) {
      ({ isOn } = masking);
      // Without rules there is nothing to turn on.
      button.node.hidden = masking.rules.length === 0;
      button.node.setAttribute('aria-pressed', String(isOn));
      button.node.classList.toggle('masked', isOn);
      button.setLabel(labelOf(masking));
    },
  };
}

function labelOf({ isOn, rules }: MaskingState): { icon: string; text: string; title: string } {
  const what = makeVisible(rules.join(', '));
  if (!isOn) return { icon: 'shield', text: '', title: `Mask ${what}` };
  const text = `Masked · ${plural(rules.length, 'rule')}`;
  return { icon: 'shield', text, title: `${text}: ${what}. Choose to show them.` };
}
