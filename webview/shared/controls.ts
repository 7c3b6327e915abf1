/**
 * The controls of VS Code's webview toolkit, behind our own small functions. The toolkit is
 * archived: nobody else imports it, so that its successor has to replace this file only.
 */
import './nonce.ts';
import {
  type Button,
  type Checkbox,
  provideVSCodeDesignSystem,
  type Radio,
  type RadioGroup,
  type TextField,
  vsCodeBadge,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element, icon, setAttribute, setText } from './dom.ts';

/** Call once, before any control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeBadge(),
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeProgressRing(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
    vsCodeTextField(),
  );
}

export interface ButtonControl {
  readonly node: HTMLElement;
  setLabel(options: { icon: string; text: string; title: string }): void;
  setEnabled(enabled: boolean): void;
}

/** What a screen reader is told of a button beside its name, and the toolkit's words for it. */
const BUTTON_STATES = {
  'aria-expanded': 'ariaExpanded',
  'aria-haspopup': 'ariaHaspopup',
  'aria-pressed': 'ariaPressed',
} as const;

/**
 * The toolkit's button hands its label on to the real button within, and nothing else. Whoever sets
 * one of these on the outer one sets it on both.
 */
function handOnStates(node: Button): void {
  const handOn = (): void => {
    for (const [name, property] of Object.entries(BUTTON_STATES)) {
      Object.assign(node, { [property]: node.getAttribute(name) });
    }
  };
  new MutationObserver(handOn).observe(node, { attributeFilter: Object.keys(BUTTON_STATES) });
}

/** `quiet` has no background, as in VS Code's toolbars; without text the title is the name. */
export function createButton(options: {
  readonly icon?: string;
  readonly text?: string;
  readonly title?: string;
  readonly kind: 'primary' | 'secondary' | 'quiet';
  readonly onClick: () => void;
}): ButtonControl {
  const node = document.createElement('vscode-button') as Button;
  node.appearance = options.kind === 'quiet' ? 'icon' : options.kind;
  const label = element('span', { class: 'button-text' });
  const glyph = element('span', { class: 'button-icon' });
  const face = element('div', { class: 'button-face' }, glyph, label);
  node.append(face);
  node.addEventListener('click', options.onClick);
  handOnStates(node);
  const setLabel: ButtonControl['setLabel'] = ({ icon: name, text, title }) => {
    if (glyph.dataset['icon'] !== name) {
      glyph.dataset['icon'] = name;
      glyph.replaceChildren(...(name ? [icon(name)] : []));
    }
    setText(label, text);
    setAttribute(node, 'title', title || undefined);
    setAttribute(node, 'aria-label', title && title !== text ? title : text || undefined);
  };
  setLabel({ icon: options.icon ?? '', text: options.text ?? '', title: options.title ?? '' });
  return { node, setLabel, setEnabled: (enabled) => (node.disabled = !enabled) };
}

export interface TextFieldControl {
  readonly node: HTMLElement;
  value: string;
  focus(): void;
}

export function createTextField(options: {
  readonly label: string;
  readonly placeholder?: string;
  readonly icon?: string;
  readonly charsMax?: number;
  readonly onInput?: (value: string) => void;
}): TextFieldControl {
  const node = document.createElement('vscode-text-field') as TextField;
  // The toolkit names a box by its text, and one without a text "Text field".
  node.append(element('span', { class: 'visually-hidden' }, options.label));
  if (options.placeholder) node.placeholder = options.placeholder;
  if (options.charsMax) node.maxlength = options.charsMax;
  if (options.icon) {
    const start = icon(options.icon);
    start.slot = 'start';
    node.append(start);
  }
  node.addEventListener('input', () => options.onInput?.(node.value));
  return {
    node,
    get value() {
      return node.value;
    },
    set value(text) {
      node.value = text;
    },
    focus: () => {
      node.focus();
      node.control.select();
    },
  };
}

export interface CheckboxControl {
  readonly node: HTMLElement;
  checked: boolean;
}

export function createCheckbox(options: {
  readonly text: string;
  readonly checked: boolean;
  readonly onChange?: (checked: boolean) => void;
}): CheckboxControl {
  const node = document.createElement('vscode-checkbox') as Checkbox;
  node.append(options.text);
  node.checked = options.checked;
  node.addEventListener('change', () => options.onChange?.(node.checked));
  return {
    node,
    get checked() {
      return node.checked;
    },
    set checked(checked) {
      node.checked = checked;
    },
  };
}

export interface RadioControl<Value extends string> {
  readonly node: HTMLElement;
  value: Value;
}

export function createRadioGroup<Value extends string>(options: {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}): RadioControl<Value> {
  const node = document.createElement('vscode-radio-group') as RadioGroup;
  node.setAttribute('aria-label', options.label);
  node.setAttribute('orientation', 'vertical');
  for (const { value, text } of options.choices) {
    const radio = document.createElement('vscode-radio') as Radio;
    radio.value = value;
    radio.append(text);
    node.append(radio);
  }
  node.addEventListener('change', () => options.onChange(node.value as Value));
  return {
    node,
    get value() {
      return node.value as Value;
    },
    set value(value) {
      node.value = value;
    },
  };
}

export interface TabsControl {
  readonly node: HTMLElement;
  activate(id: string): void;
  focus(): void;
}

/** The toolkit animates its own indicator with timers that reduced motion breaks; CSS draws ours. */
export function createTabs(options: {
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly title: string; readonly view: Node }[];
  readonly onChange: (id: string) => void;
}): TabsControl {
  const node = document.createElement('vscode-panels');
  node.setAttribute('aria-label', options.label);
  node.setAttribute('activeindicator', 'false');
  // What a screen reader takes for the tabs is within, and there once they are in the document.
  queueMicrotask(() => {
    const list = node.shadowRoot?.querySelector('[role=tablist]');
    list?.setAttribute('aria-label', options.label);
  });
  const tabNodes = options.tabs.map(({ id, title }) =>
    Object.assign(document.createElement('vscode-panel-tab'), { id, textContent: title }),
  );
  const viewNodes = options.tabs.map(({ id, view }) => {
    const viewNode = Object.assign(document.createElement('vscode-panel-view'), {
      id: `${id}-view`,
    });
    viewNode.append(view);
    return viewNode;
  });
  node.append(...tabNodes, ...viewNodes);
  node.addEventListener('change', (event) => {
    // Tabs within tabs: their changes bubble up here too.
    if (event.target !== node || !(event instanceof CustomEvent)) return;
    const { detail } = event as CustomEvent<HTMLElement>;
    options.onChange(detail.id);
  });
  return {
    node,
    activate: (id) => node.setAttribute('activeid', id),
    focus: () => tabNodes.find((tab) => tab.getAttribute('aria-selected') === 'true')?.focus(),
  };
}

export function createBadge(): HTMLElement {
  return document.createElement('vscode-badge');
}

export function createProgressRing(): HTMLElement {
  const node = document.createElement('vscode-progress-ring');
  node.setAttribute('aria-hidden', 'true');
  return node;
}
