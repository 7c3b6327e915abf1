/**
 * Who may import whom: the table of docs/architecture.md for machines. ESLint (eslint.config.mjs)
 * and dependency-cruiser (.dependency-cruiser.mjs) both read it, so they cannot disagree.
 */

/**
 * @typedef {object} Room
 * @property {string} path The folder or file, from the root.
 * @property {readonly string[]} may Folders of ours that it may import, itself aside.
 * @property {readonly string[]} packages Beginnings of the packages that it may import.
 */

const aws = ['@aws-sdk/', '@smithy/'];
const payloadFormats = ['@msgpack/msgpack', 'avsc', 'cborg', 'protobufjs'];
const filterLanguages = ['@marcbachmann/cel-js', 'json-p3', 're2js'];

/** @type {readonly Room[]} The most specific path first. */
export const rooms = [
  { path: 'src/base', may: [], packages: [] },
  { path: 'src/formats', may: ['src/base'], packages: [] },
  { path: 'src/protocol', may: ['src/base', 'src/formats'], packages: [] },
  { path: 'src/aws', may: ['src/base', 'src/formats'], packages: ['node:', ...aws] },
  {
    path: 'src/tail',
    may: ['src/base', 'src/formats', 'src/protocol'],
    packages: ['node:', ...payloadFormats, ...filterLanguages],
  },
  {
    path: 'src/engine',
    may: ['src/base', 'src/formats', 'src/protocol/engine'],
    packages: ['node:'],
  },
  {
    path: 'src/host',
    may: ['src/base', 'src/formats', 'src/protocol', 'src/aws', 'src/tail'],
    packages: ['node:', 'vscode'],
  },
  { path: 'src/extension.ts', may: ['src/base', 'src/host'], packages: ['vscode'] },
  {
    path: 'webview',
    may: ['src/base', 'src/formats', 'src/protocol/webview'],
    packages: [
      '@vscode/codicons',
      '@vscode/webview-ui-toolkit',
      // Marks what a pattern found: a pattern of JavaScript could hang the page.
      're2js',
      'uplot',
    ],
  },
];

/** The one module that knows the archived toolkit, so that it can be replaced in one place. */
export const toolkitOwner = 'webview/shared/controls.ts';
export const toolkit = '@vscode/webview-ui-toolkit';

/**
 * @param {string} file From the root, with forward slashes.
 * @returns {Room | undefined} Undefined for what is in no room, such as tests and scripts.
 */
export function roomOf(file) {
  return rooms.find(({ path }) => isInside(file, path));
}

/**
 * @param {string} file
 * @param {string} folder
 */
export function isInside(file, folder) {
  return file === folder || file.startsWith(`${folder}/`);
}

/**
 * Why a file may not import another; undefined when it may.
 * @param {string} from
 * @param {string} to
 */
export function whyNotFile(from, to) {
  const room = roomOf(from);
  if (!room || [room.path, ...room.may].some((folder) => isInside(to, folder))) return undefined;
  const target = roomOf(to)?.path ?? to;
  if (target === 'src/engine') {
    return 'Nobody imports the engine: it is a process of its own, reached through its port.';
  }
  if (isInside(to, 'test')) return 'What ships never imports the tests.';
  const may = room.may.length === 0 ? 'nothing' : room.may.join(', ');
  return `${room.path} may import ${may}, but not ${target} (docs/architecture.md).`;
}

/**
 * Why a file may not import a package; undefined when it may.
 * @param {string} from
 * @param {string} name
 */
export function whyNotPackage(from, name) {
  const room = roomOf(from);
  if (!room) return undefined;
  if (name.startsWith(toolkit) && from !== toolkitOwner && room.path === 'webview') {
    return `The toolkit is archived: only ${toolkitOwner} may know it, so that it can be replaced.`;
  }
  if (room.packages.some((start) => name.startsWith(start))) return undefined;
  if (name === 'vscode') return 'Only src/host and src/extension.ts know VS Code.';
  if (aws.some((start) => name.startsWith(start))) {
    return 'Only src/aws knows the AWS SDK; its types do not leave that room.';
  }
  const may = room.packages.length === 0 ? 'no package' : `only ${room.packages.join(', ')}`;
  return `${room.path} may import ${may}, not ${name} (scripts/lib/rooms.mjs).`;
}
