/**
 * Serves the tail's page as the extension does: the real bundle, its HTML and its policy, in a
 * frame whose parent stands for VS Code and the extension.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { bundles } from '../../../scripts/lib/bundles.mjs';
import { root } from '../../../scripts/lib/paths.mjs';
import { tailHtml } from '../../../src/host/panels/tailHtml.ts';

const HOST_HTML = `<!DOCTYPE html><title>Host</title><style>html,body,iframe{margin:0;border:0;
width:100%;height:100%;display:block;overflow:hidden}</style><iframe></iframe>
<script src="/fakeHost.js"></script>`;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  ttf: 'font/ttf',
};

export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

export async function startPageServer(): Promise<PageServer> {
  const files = await build();
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').split('?')[0]?.slice(1) ?? '';
    const content =
      name === 'tail.html' ? pageHtml(`http://${request.headers.host}`) : files.get(name);
    response.writeHead(content === undefined ? 404 : 200, {
      'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pageHtml(origin: string): string {
  const nonce = randomBytes(16).toString('base64url');
  const html = tailHtml({
    cspSource: origin,
    nonce,
    scriptUri: `${origin}/tail.js`,
    styleUri: `${origin}/tail.css`,
    title: 'Tail',
  });
  return html.replace('</head>', `<script nonce="${nonce}" src="/bridge.js"></script></head>`);
}

async function build(): Promise<Map<string, Uint8Array | string>> {
  const { page } = await bundles({ production: false });
  if (!page) throw new Error('There is no bundle named page');
  const host: esbuild.BuildOptions = {
    absWorkingDir: root,
    entryPoints: ['test/webview/support/fakeHost.ts'],
    outdir: 'dist/webview',
    bundle: true,
    format: 'iife',
  };
  const files = new Map<string, Uint8Array | string>([['host.html', HOST_HTML]]);
  for (const options of [{ ...page, sourcemap: false as const }, host]) {
    const { outputFiles } = await esbuild.build({ ...options, write: false });
    for (const file of outputFiles) files.set(basename(file.path), file.contents);
  }
  const bridge = join(root, 'test/webview/support/bridge.js');
  files.set('bridge.js', await readFile(bridge));
  return files;
}
