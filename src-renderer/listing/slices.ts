/** Milliseconds: a frame has 16, and what else it has to do fits beside this. */
const slice = 8;

/**
 * Does one slice of a long work at a time, so that keys, clicks and frames come in between; the first at once.
 * @param wanted asked before each further slice; false ends the work
 * @returns undefined when it was ended
 */
export async function inSlices<T>(work: Iterator<void, T>, wanted: () => boolean): Promise<T | undefined> {
  for (;;) {
    const end = performance.now() + slice;
    do {
      const { done, value } = work.next();
      if (done === true) return value;
    } while (performance.now() < end);
    await turn();
    if (!wanted()) return undefined;
  }
}

/** Without a break. */
export function atOnce<T>(work: Iterator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** A message comes behind what waits already, and unlike a timer not milliseconds later. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
