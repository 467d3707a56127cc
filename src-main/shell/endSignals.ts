/** npm passes on a Ctrl+C that the terminal has sent to the program as well: what comes so soon behind the first is the same wish. */
const sameWishMs = 500;

/** Calls `first` at the first wish of the system or the user that the program ends, `again` at each later one. */
export function onEndSignals(first: () => void, again: () => void): void {
  let since: number | undefined;
  const wish = (): void => {
    const now = performance.now();
    if (since === undefined) {
      since = now;
      first();
    } else if (now - since >= sameWishMs) again();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, wish);
}
