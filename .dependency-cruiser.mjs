import { rooms, toolkit, toolkitOwner } from './scripts/lib/rooms.mjs';

const escape = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const folder = (path) => `^${escape(path)}($|/)`;

/** Each room to our own files that are neither its own nor of a room that it may import. */
const arrows = rooms.map(({ path, may }) => ({
  name: `${path}-imports`,
  comment: `${path} may import ${may.length === 0 ? 'nothing of ours' : may.join(', ')}.`,
  severity: 'error',
  from: { path: folder(path) },
  to: { path: '^(src|webview|test|scripts|bench)/', pathNot: [path, ...may].map(folder) },
}));

const knowers = [
  {
    what: 'vscode',
    to: '^vscode$|node_modules/@types/vscode/',
    from: ['src/host', 'src/extension.ts', 'test/integration'],
  },
  { what: 'aws-sdk', to: 'node_modules/@(aws-sdk|smithy)/', from: ['src/aws', 'test', 'bench'] },
  { what: 'toolkit', to: `node_modules/${escape(toolkit)}/`, from: [toolkitOwner] },
].map(({ what, to, from }) => ({
  name: `who-knows-${what}`,
  comment: `Only ${from.join(', ')} may import it.`,
  severity: 'error',
  from: { pathNot: from.map(folder) },
  to: { path: to },
}));

export default {
  forbidden: [
    ...arrows,
    ...knowers,
    {
      name: 'no-node-in-pure-rooms',
      comment: 'They run in the page as well as in Node.',
      severity: 'error',
      from: { path: '^(src/(base|formats|protocol)|webview)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'protocol-types-only',
      comment: 'The tail serves a contract; it does not speak through it.',
      severity: 'error',
      from: { path: '^src/tail/' },
      to: { path: '^src/protocol/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment: 'There is no such file or package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(vscode|node:sqlite|node:test)$' },
    },
  ],
  options: {
    builtInModules: { add: ['node:sqlite', 'node:test', 'node:sea'] },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
    exclude: { path: '^(dist|dist-test|\\.vscode-test|test-results)/' },
    tsPreCompilationDeps: true,
  },
};
