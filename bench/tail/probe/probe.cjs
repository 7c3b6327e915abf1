/**
 * Runs in the extension host beside the extension that is measured, and writes once a second what the
 * host's event loop and memory did, to the file that the setting `kinesisBenchProbe.file` names. It
 * begins anew whenever the file `<that>.reset` appears.
 */
const { rmSync, writeFileSync, existsSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const vscode = require('vscode');

exports.activate = (context) => {
  const file = vscode.workspace.getConfiguration('kinesisBenchProbe').get('file');
  if (typeof file !== 'string') return;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let cpu = process.cpuUsage();
  let startMs = Date.now();
  let rssMax = 0;
  const timer = setInterval(() => {
    const reset = `${file}.reset`;
    if (existsSync(reset)) {
      delay.reset();
      cpu = process.cpuUsage();
      startMs = Date.now();
      rssMax = 0;
      rmSync(reset);
    }
    const used = process.cpuUsage(cpu);
    const memory = process.memoryUsage();
    rssMax = Math.max(rssMax, memory.rss);
    const report = {
      durationMs: Date.now() - startMs,
      cpuMs: (used.user + used.system) / 1000,
      delayP50Ms: delay.percentile(50) / 1e6,
      delayP99Ms: delay.percentile(99) / 1e6,
      delayMaxMs: delay.max / 1e6,
      rssMb: memory.rss / 1e6,
      rssMaxMb: rssMax / 1e6,
      pid: process.pid,
    };
    writeFileSync(file, JSON.stringify(report));
  }, 1000);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
};
