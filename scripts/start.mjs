/**
 * `npm start`: a real VS Code with this extension in it, the local engine and a simulated stream.
 * By default in the browser, from VS Code's own server; `--desktop` uses an installed VS Code.
 * The last line is the address to open. Ctrl+C stops everything.
 */
import './lib/nodeAndPackages.mjs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stop, main, say } from './lib/console.mjs';
import { root, vscodeDir } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { addSettings } from './lib/settings.mjs';
import { linkExtension, startVscode } from './lib/vscode.mjs';

const { build } = await import('./lib/build.mjs');

const { values } = parseArgs({
  options: {
    desktop: { type: 'boolean', default: false },
    port: { type: 'string' },
  },
});

/** What a first look should show: an engine that runs and a stream that flows. */
const demoSettings = {
  'window.autoDetectColorScheme': true,
  'kinesisWorkbench.engine.autoStart': true,
  'kinesisWorkbench.simulators': [
    {
      streamName: 'truck-positions',
      kind: 'gps',
      recordsPerSecond: 20,
      keys: 100,
      shardCount: 4,
    },
  ],
};

const demoFiles = {
  'record.json': '{ "truck": "truck_07", "speed": 83, "lat": 37.4, "lon": -122.1 }\n',
  'README.md': `# A folder to try things in

Open the Kinesis view in the activity bar: the local engine runs and the simulated stream
\`truck-positions\` flows. Its tail is one click away. \`record.json\` is a record to put: open it and
choose *Kinesis: Put Record* from the command palette.
`,
};

/** The longest that a timer can wait: a person closes the window when it pleases them. */
const longestTimeoutMs = 2 ** 31 - 1;

/** The same address each time, so that an open tab finds VS Code again. */
const usualPort = 8710;

await main(async () => {
  const port = await choosePort(values.port);
  await build({ quiet: true });
  const folder = await writeDemoFolder();
  await (values.desktop ? startDesktop(folder) : startServer(folder, port));
});

/** @param {string | undefined} asked */
async function choosePort(asked) {
  if (asked === undefined) return (await isFree(usualPort)) ? usualPort : 0;
  const port = Number(asked);
  if (!/^\d+$/.test(asked) || port > 65_535) {
    throw new Stop(`--port ${asked} is not a port: give a number from 0 to 65535.`);
  }
  if (await isFree(port)) return port;
  throw new Stop(`Port ${port} is in use: end what uses it, or give another --port.`);
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function writeDemoFolder() {
  const folder = join(vscodeDir, 'demo');
  for (const [name, text] of Object.entries(demoFiles)) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/**
 * @param {string} folder
 * @param {number} port
 */
async function startServer(folder, port) {
  const dataDir = join(vscodeDir, 'start');
  await linkExtension(dataDir);
  const vscode = await startVscode({ dataDir, port, settings: demoSettings });
  say('Press Ctrl+C to stop. Open this address in a browser:');
  process.stdout.write(`${vscode.url}/?folder=${encodeURIComponent(folder)}\n`);
  await vscode.ended;
  throw new Stop("VS Code's server has ended; run `npm start` again.");
}

/** @param {string} folder */
async function startDesktop(folder) {
  const userData = join(vscodeDir, 'desktop');
  await addSettings(join(userData, 'User/settings.json'), demoSettings);
  const code = process.env.KINESIS_WORKBENCH_VSCODE ?? 'code';
  say(`Opening the desktop VS Code (${code}); close its window to end`);
  const args = [`--extensionDevelopmentPath=${root}`, `--user-data-dir=${userData}`, '--wait'];
  // Windows has a command file there, which only its shell can run.
  const [program = code, ...shellArgs] =
    process.platform === 'win32' ? ['cmd', '/c', code] : [code];
  const { code: exitCode, output } = await run(
    program,
    [...shellArgs, ...args, '--new-window', folder],
    { timeoutMs: longestTimeoutMs },
  );
  if (exitCode === 0) return;
  throw new Stop(
    `${output}The desktop VS Code could not be opened as \`${code}\`. Install VS Code with its ` +
      '`code` command in the PATH, set KINESIS_WORKBENCH_VSCODE to its executable, or leave out ' +
      '--desktop.',
  );
}
