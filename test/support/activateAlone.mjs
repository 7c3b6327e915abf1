/**
 * Loads and activates dist/extension.js in a fresh Node with a stand-in for VS Code's API, and
 * prints as JSON what that took and touched: milliseconds to load and to activate, the files of
 * ours that were loaded, and every attempt to reach the network or to start a process.
 */
import childProcess from 'node:child_process';
import { createRequire } from 'node:module';
import Module from 'node:module';
import dns from 'node:dns';
import net from 'node:net';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const attempts = [];

for (const [owner, name] of [
  [net.Socket.prototype, 'connect'],
  [dns, 'lookup'],
  [childProcess, 'spawn'],
  [childProcess, 'fork'],
  [childProcess, 'execFile'],
]) {
  const original = owner[name];
  owner[name] = function (...args) {
    attempts.push(name);
    return original.apply(this, args);
  };
}

/** Whatever is asked of it, it is a function, a class and an object of more of the same. */
const anything = new Proxy(function () {}, {
  get(target, key) {
    if (key === Symbol.toPrimitive) return () => 'stand-in';
    if (key === 'then') return undefined;
    if (key === 'get') return (_name, fallback) => fallback;
    return key === 'prototype' ? target.prototype : anything;
  },
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});

/** The bundle copies the module's own names and keeps its prototype, which answers the rest. */
const vscode = Object.create(anything);

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'vscode' ? vscode : load.call(this, request, ...rest);
};

const require = createRequire(import.meta.url);
const startMs = performance.now();
const extension = require(join(dist, 'extension.js'));
const loadedMs = performance.now();
extension.activate({
  subscriptions: [],
  extensionPath: dirname(dist),
  extensionUri: anything,
  globalStorageUri: anything,
  workspaceState: { get: (_key, fallback) => fallback, update: () => Promise.resolve() },
});
const activatedMs = performance.now();

// What activation put off to the next turns of the event loop counts as well.
await new Promise((resolve) => setTimeout(resolve, 50));
const files = Object.keys(require.cache).filter((file) => file.startsWith(dist));
const report = {
  loadMs: loadedMs - startMs,
  activateMs: activatedMs - loadedMs,
  files: files.map((file) => basename(file)),
  attempts,
};
process.stdout.write(JSON.stringify(report), () => process.exit(0));
