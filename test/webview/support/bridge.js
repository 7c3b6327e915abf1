// Stands for what VS Code puts before a page's own scripts: the bridge and the theme.
globalThis.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  globalThis.violations.push(
    `${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
  );
});
globalThis.longTasks = 0;
new PerformanceObserver((list) => {
  globalThis.longTasks += list.getEntries().length;
}).observe({ type: 'longtask' });
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
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => window.parent.fakeHost.receive(structuredClone(message)),
  getState: () => structuredClone(window.parent.fakeHost.savedState),
  setState: (state) => {
    window.parent.fakeHost.savedState = structuredClone(state);
  },
});
