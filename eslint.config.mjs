import { builtinModules } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { whyNotFile, whyNotPackage } from './scripts/lib/rooms.mjs';

const root = import.meta.dirname;

/** Holds the rooms, for every form of import, with the reason in the message. */
const roomArrows = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = relative(root, context.filename).replaceAll('\\', '/');
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const message = whyNot(from, source.value);
      if (message !== undefined) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') {
          check(node.arguments[0]);
        }
      },
    };
  },
};

function whyNot(from, specifier) {
  if (specifier.startsWith('.')) {
    const file = relative(root, resolve(root, dirname(from), specifier));
    return whyNotFile(from, file.replaceAll('\\', '/'));
  }
  const bare = builtinModules.includes(specifier) ? `node:${specifier}` : specifier;
  return whyNotPackage(from, bare);
}

const limits = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 70 }],
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'dist-test', '.vscode-test', 'test-results', '**/*.d.ts'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, prettier],
    plugins: { house: { rules: { rooms: roomArrows } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      ...limits,
      'house/rooms': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Spreading a string into its characters is what is meant where it stands.
      '@typescript-eslint/no-misused-spread': 'off',
      // Custom elements and const enums of the page's libraries have no other way.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // An async function without await still turns what it throws into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name: a default export is called something else in each importer.',
        },
        {
          selector: 'Program > ExportAllDeclaration',
          message: 'No barrel files: import from the file that has the thing.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // `describe` blocks are as long as what they describe, and node:test's functions return
    // promises that its runner awaits.
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // What AWS has replaced is still served, and so tested.
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'test', 'suite'] },
          ],
        },
      ],
    },
  },
  { files: ['**/*.mjs'], rules: limits },
);
