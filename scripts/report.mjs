/**
 * One plain sentence and a failing exit code.
 * @param {unknown} error
 * @returns {never}
 */
export function reportAndExit(error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
