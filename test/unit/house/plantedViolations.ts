/** One violation of each rule of the house, and what each machine must say to it. */

export interface Planted {
  readonly breaks: string;
  /** From the root; no file of this name is in the tree. */
  readonly file: string;
  readonly code: string;
  /** Part of ESLint's message. */
  readonly lint?: string;
  /** The name of dependency-cruiser's rule. */
  readonly arrow?: string;
  /** Whether the file's room must fail to compile. */
  readonly types?: true;
  /** The bundle that must fail to build with this file as its entry. */
  readonly bundle?: string;
}

const imported = (from: string): string => `import * as planted from '${from}';\nvoid planted;\n`;

const arrows: readonly Planted[] = [
  ['src/base', '../formats/hashKey.ts'],
  ['src/formats', '../protocol/webview/tail.ts'],
  ['src/protocol', '../aws/service.ts'],
  ['src/aws', '../tail/session.ts'],
  ['src/tail', '../aws/service.ts'],
  ['src/engine', '../host/log.ts'],
  ['src/engine', '../tail/session.ts'],
  ['src/engine', '../aws/service.ts'],
  ['src/engine', '../protocol/webview/tail.ts'],
  ['webview', '../src/protocol/engine/ready.ts'],
  ['webview', '../src/tail/session.ts'],
].map(([room = '', target = ''], index) => ({
  breaks: `${room} imports ${target}`,
  file: `${room}/plantedArrow${index}.ts`,
  code: imported(target),
  lint: `${room} may import`,
  arrow: `${room}-imports`,
}));

const packages: readonly Planted[] = [
  {
    breaks: 'the host imports the engine',
    file: 'src/host/plantedEngine.ts',
    code: imported('../engine/main.ts'),
    lint: 'Nobody imports the engine',
    arrow: 'src/host-imports',
  },
  {
    breaks: 'the engine imports vscode',
    file: 'src/engine/plantedVscode.ts',
    code: imported('vscode'),
    lint: 'Only src/host and src/extension.ts know VS Code',
    arrow: 'who-knows-vscode',
    bundle: 'engine',
  },
  {
    breaks: 'the page imports vscode',
    file: 'webview/plantedVscode.ts',
    code: imported('vscode'),
    lint: 'Only src/host and src/extension.ts know VS Code',
    arrow: 'who-knows-vscode',
    bundle: 'tail',
  },
  {
    breaks: 'the tail imports vscode',
    file: 'src/tail/plantedVscode.ts',
    code: imported('vscode'),
    lint: 'Only src/host and src/extension.ts know VS Code',
    arrow: 'who-knows-vscode',
  },
  {
    breaks: 'the host imports the AWS SDK',
    file: 'src/host/plantedSdk.ts',
    code: "export type Planted = import('@aws-sdk/client-kinesis').KinesisClient;\n",
    lint: 'Only src/aws knows the AWS SDK',
  },
  {
    breaks: 'the tail imports @smithy',
    file: 'src/tail/plantedSmithy.ts',
    code: imported('@smithy/node-http-handler'),
    lint: 'Only src/aws knows the AWS SDK',
    arrow: 'who-knows-aws-sdk',
  },
  {
    breaks: 'a second file of the page imports the toolkit',
    file: 'webview/tail/plantedToolkit.ts',
    code: imported('@vscode/webview-ui-toolkit'),
    lint: 'only webview/shared/controls.ts may know it',
    arrow: 'who-knows-toolkit',
  },
  {
    breaks: 'a pure room imports Node',
    file: 'src/base/plantedNode.ts',
    code: imported('node:fs'),
    lint: 'src/base may import no package',
    arrow: 'no-node-in-pure-rooms',
    types: true,
  },
  {
    breaks: 'the page imports Node',
    file: 'webview/plantedNode.ts',
    code: imported('node:fs'),
    lint: 'webview may import only',
    arrow: 'no-node-in-pure-rooms',
    types: true,
  },
  {
    breaks: 'what ships imports the tests',
    file: 'src/host/plantedTest.ts',
    code: imported('../../test/support/leaks.ts'),
    lint: 'What ships never imports the tests',
    arrow: 'src/host-imports',
  },
];

const others: readonly Planted[] = [
  {
    breaks: 'the engine uses the DOM',
    file: 'src/engine/plantedDom.ts',
    code: 'export const planted = document.title;\n',
    types: true,
  },
  {
    breaks: 'a pure room uses Node',
    file: 'src/formats/plantedProcess.ts',
    code: 'export const planted = process.pid;\n',
    types: true,
  },
  {
    breaks: 'the tail takes more than types from the protocol',
    file: 'src/tail/plantedProtocol.ts',
    code: "import { RpcServer } from '../protocol/webview/rpc.ts';\nvoid RpcServer;\n",
    arrow: 'protocol-types-only',
  },
  {
    breaks: 'two files import each other',
    file: 'src/base/plantedCycle.ts',
    code: "import { type Two } from './plantedCycleToo.ts';\nexport type One = Two | 1;\n",
    arrow: 'no-cycles',
  },
  {
    breaks: '(the other file of that cycle)',
    file: 'src/base/plantedCycleToo.ts',
    code: "import { type One } from './plantedCycle.ts';\nexport type Two = One | 2;\n",
  },
  {
    breaks: 'the extension loads the tail at its start',
    file: 'src/plantedTailStart.ts',
    code: imported('./tail/main.ts'),
    bundle: 'extension',
  },
  {
    breaks: 'the extension loads the AWS SDK at its start',
    file: 'src/plantedStart.ts',
    code: imported('./aws/sdk.ts'),
    bundle: 'extension',
  },
];

const words: readonly Planted[] = [
  ['any', 'export const planted: any = 1;', 'Unexpected any'],
  ['default export', 'export default 1;', 'Export by name'],
  ['barrel file', "export * from './clock.ts';", 'No barrel files'],
  ['promise that nobody awaits', 'Promise.resolve(1);', 'Promises must be awaited'],
  ['console', "console.log('planted');", 'Unexpected console statement'],
  [
    'open switch',
    "export function planted(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}",
    'Switch is not exhaustive',
  ],
  [
    'long function',
    `export function planted(): void {\n${'  void 0;\n'.repeat(71)}}`,
    'has too many lines (73)',
  ],
  ['long file', '// Planted.\n'.repeat(401), 'File has too many lines'],
  ['switched-off rule', '// eslint-disable-next-line\nexport const x: any = 1;', 'Unexpected any'],
].map(([breaks = '', code = '', lint = ''], index) => ({
  breaks,
  file: `src/base/plantedWord${index}.ts`,
  code: `${code}\n`,
  lint,
}));

export const planted: readonly Planted[] = [...arrows, ...packages, ...others, ...words];
