import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * `npm run bench`: Ferry beside its peers. `npm run bench -- growth`: how the cost grows. `npm run bench -- ui …`: the interface, by
 * `bench/ui/run.mjs`, which reads what follows from its own arguments.
 */
const [word = '', ...rest] = process.argv.slice(2);

/** @returns {Promise<number>} the exit code */
async function run() {
  if (word === 'ui') {
    const entry = new URL('./ui/run.mjs', import.meta.url);
    if (!existsSync(fileURLToPath(entry))) throw new Error('There is no benchmark of the interface.');
    process.argv.splice(2, 1);
    await import(entry.href);
    return Number(process.exitCode ?? 0);
  }
  if (word === 'growth') return await (await import('./growth.mjs')).measureGrowth(rest);
  return await (await import('./comparison.ts')).compare(process.argv.slice(2));
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
