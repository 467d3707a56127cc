import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { endWithParent } from './endWithParent.mjs';
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { root } from './paths.mjs';
import { playwrightCounts, vitestCounts } from './testCounts.mjs';

/**
 * `npm test`: everything, in order of how soon it can fail. `npm test -- lint unit` runs only the steps named. The last line of the
 * output is the total of all tests that ran.
 */

/** Vitest's; they run side by side, so that one computes while another waits. */
const projects = ['unit', 'integration', 'renderer'];

const reports = join(root, 'test-results');
const total = { passed: 0, failed: 0, skipped: 0 };

/** @type {readonly (readonly [names: readonly string[], run: (wanted: readonly string[]) => void | Promise<void>])[]} */
const steps = [
  [['format'], () => tool('@biomejs/biome/bin/biome', ['format', '.'])],
  [['lint'], () => tool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '--report-unused-disable-directives'])],
  [['types'], () => tool('typescript/bin/tsc', ['-b'])],
  [['build'], async () => void (await ensureBuilt())],
  [projects, vitest],
  [['e2e'], endToEnd],
];

/** @param {readonly string[]} wanted */
function vitest(wanted) {
  const report = join(reports, 'vitest.json');
  const args = [
    'run',
    ...wanted.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return counted(report, vitestCounts, () => run(node24(), [script('vitest/vitest.mjs'), ...args]));
}

async function endToEnd() {
  const report = join(reports, 'e2e.json');
  const env = { CHROMIUM_PATH: await ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  await counted(report, playwrightCounts, () =>
    run(node24(), [script('@playwright/test/cli.js'), 'test', '--reporter=list,json'], env),
  );
}

/**
 * Adds what the report says to the total, also when the run failed.
 * @param {string} report
 * @param {(report: any) => typeof total} count
 * @param {() => Promise<void>} work
 */
async function counted(report, count, work) {
  try {
    await work();
  } finally {
    if (existsSync(report)) {
      const counts = count(JSON.parse(readFileSync(report, 'utf8')));
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
    }
  }
}

/**
 * @param {string} file in node_modules
 * @param {readonly string[]} args
 */
function tool(file, args) {
  return run(process.execPath, [script(file), ...args]);
}

/** @param {string} file */
function script(file) {
  return join(root, 'node_modules', file);
}

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<void>}
 */
function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    running = child;
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      running = undefined;
      if (code === 0) resolve();
      else reject(new Error(signal === null ? `exit code ${code}` : `ended by ${signal}`));
    });
  });
}

/** The test runners end their own workers and browsers when they are interrupted. */
function interrupt() {
  if (running === undefined) process.exit(130);
  running.once('exit', () => process.exit(130));
  running.kill('SIGINT');
}

async function main() {
  const wanted = process.argv.slice(2);
  const known = steps.flatMap(([names]) => names);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`No such step: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
    process.exit(2);
  }
  ensureInstalled();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  /** @type {string[]} */
  const summary = [];
  let failure = '';
  for (const [names, work] of steps) {
    const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
    if (chosen.length === 0) continue;
    const name = chosen.join(', ');
    console.log(`\n=== ${name}`);
    const began = performance.now();
    try {
      await work(chosen);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    summary.push(
      `${name.padEnd(28)} ${failure === '' ? 'ok    ' : 'FAILED'} ${seconds.padStart(6)} s${failure === '' ? '' : `  ${failure}`}`,
    );
    if (failure !== '') break;
  }
  if (failure !== '') total.failed = Math.max(total.failed, 1);
  console.log(`\n${summary.join('\n')}`);
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 ? 0 : 1);
}

endWithParent();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupt);
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.log('0 passed, 1 failed');
  process.exit(1);
}
