type Undo = () => void | Promise<void>;

const undos: Undo[] = [];
let ending: Promise<void> | undefined;

/** What must be undone however this process ends, in reverse order. Returns what forgets it (without doing it). */
export function atEnd(undo: Undo): () => void {
  undos.push(undo);
  return () => {
    const at = undos.lastIndexOf(undo);
    if (at !== -1) undos.splice(at, 1);
  };
}

export function isEnding(): boolean {
  return ending !== undefined;
}

/** Undoes everything. Idempotent; a failure is told and does not keep the others from being undone. */
export async function cleanUp(): Promise<void> {
  ending ??= (async () => {
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
      try {
        await undo();
      } catch (error) {
        process.stderr.write(`Cleaning up: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  })();
  await ending;
}

/** Ctrl+C and the like undo everything, too. */
export function cleanUpOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      if (isEnding()) return;
      process.stderr.write('\nStopping servers and removing what was made…\n');
      void cleanUp().then(() => process.exit(code));
    });
  }
}
