/**
 * VS Code's server has two native add-ons that the npm registry carries only as source. Compiling
 * them needs a compiler and headers that a fresh machine lacks, so they get stand-ins: without one
 * for `spdlog` no output channel shows a line, ours included.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes each line to its log file at once; the level names and the layout are those of spdlog. */
const spdlog = `'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  #file;
  #plain = false;
  #level = 2;
  constructor(_kind, _name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
  }
  getLevel() { return this.#level; }
  setLevel(level) { this.#level = level; }
  setPattern() { this.#plain = false; }
  clearFormatters() { this.#plain = true; }
  flush() {}
  drop() {}
  write(level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.#plain ? message : time + ' [' + levels[level] + '] ' + message + '\\n';
    try { appendFileSync(this.#file, line); } catch {}
  }
}
levels.forEach((name, level) => {
  Logger.prototype[name] = function (message) { this.write(level, message); };
});

const create = async (name, file) => new Logger('', name, file);
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Ends a hung extension host whose server is gone; the starters here end it with its group. */
const watchdog = `'use strict';
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`;

/** @param {string} server The folder of VS Code's server. */
export async function writeStandIns(server) {
  const addons = join(server, 'node_modules/@vscode');
  if (!existsSync(join(addons, 'spdlog/build'))) {
    await writeFile(join(addons, 'spdlog/index.js'), spdlog);
  }
  if (!existsSync(join(addons, 'native-watchdog/build'))) {
    await writeFile(join(addons, 'native-watchdog/index.js'), watchdog);
  }
}
