/** `npm run bench`: Ferry beside its peers. `… growth`: how the cost grows. `… ui`: the interface. */
const [word = '', ...rest] = process.argv.slice(2);

/** @returns {Promise<number>} the exit code */
async function run() {
  if (word === 'ui') return await (await import('./ui/run.mjs')).runInterface(rest);
  if (word === 'growth') return await (await import('./growth.mjs')).measureGrowth(rest);
  return await (await import('./comparison.ts')).compare(process.argv.slice(2));
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
