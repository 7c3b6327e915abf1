// Stands for what VS Code puts before a page's own scripts: the bridge and the theme.
globalThis.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  globalThis.violations.push(
    `${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
  );
});
globalThis.errors = [];
globalThis.addEventListener('error', (event) => globalThis.errors.push(String(event.message)));
globalThis.addEventListener('unhandledrejection', (event) => {
  globalThis.errors.push(String(event.reason));
});
for (const [name, value] of Object.entries(window.parent.theme.variables)) {
  document.documentElement.style.setProperty(name, value);
}
document.addEventListener('DOMContentLoaded', () => {
  document.body.classList.add(...window.parent.theme.classes);
});

// What is still to come, so that a test looks at what the page ends up with: frames that the page
// asked for, requests without their answers, messages of the host that it has not heard, a scroll
// that goes on, a popover that has not told that it was opened or closed, and fonts.
const frames = new Set();
const requests = new Map();
let scrolls = 0;
window.addEventListener('scroll', () => (scrolls += 1), true);
const toggled = new Set();
document.addEventListener('beforetoggle', ({ target }) => toggled.add(target), true);
document.addEventListener('toggle', ({ target }) => toggled.delete(target), true);
let expected = -window.parent.fakeHost.posted;
// By other names: a constant of this script is what the page's own scripts would find by the same.
const askFrame = window.requestAnimationFrame.bind(window);
const cancelFrame = window.cancelAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => {
  const handle = askFrame((timeMs) => {
    frames.delete(handle);
    callback(timeMs);
  });
  frames.add(handle);
  return handle;
};
window.cancelAnimationFrame = (handle) => {
  frames.delete(handle);
  cancelFrame(handle);
};
window.addEventListener('message', ({ data }) => {
  expected -= 1;
  requests.delete(data?.id);
});
globalThis.stillToCome = () => {
  const { fakeHost } = window.parent;
  const methods = [...requests.values()].filter(
    (method) => !(method === 'copy' && fakeHost.holdsCopies),
  );
  const messages = Math.max(0, expected + fakeHost.posted) + Number(fakeHost.isAnnouncing);
  const isScrolling = scrolls > 0;
  scrolls = 0;
  return [
    ...(isScrolling ? ['the end of a scroll'] : []),
    ...(toggled.size > 0 ? ['a popover'] : []),
    ...(document.fonts.status === 'loading' ? ['a font'] : []),
    ...methods.map((method) => `an answer to ${method}`),
    ...(messages > 0 ? [`${messages} messages of the host`] : []),
    ...(frames.size > 0 ? [`${frames.size} frames`] : []),
  ];
};

globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    if (message.type === 'request') requests.set(message.id, message.method);
    window.parent.fakeHost.receive(structuredClone(message));
  },
  getState: () => structuredClone(window.parent.fakeHost.savedState),
  setState: (state) => {
    window.parent.fakeHost.savedState = structuredClone(state);
  },
});
