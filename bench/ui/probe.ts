/** Runs in the page before the interface does. Times are milliseconds of the page's own clock. */
export interface Probe {
  /** The last listing: when it was asked for, and when its first page came; 0 when that has not been. */
  asked: number;
  firstPage: number;
  /** Lengths of the tasks over 50 ms since this was last emptied. */
  longTasks: number[];
  /** Resolves when the next frame stands on the screen. */
  painted(): Promise<number>;
  /** The grid of the right pane. */
  grid(): HTMLElement;
  /** Resolves in the first frame in which it holds. */
  until(holds: () => boolean): Promise<number>;
  /** Scrolls on by so many pixels in every frame, round at the end. @returns how long each frame took */
  scroll(body: Element, pixels: number, frames: number): Promise<number[]>;
  /** From the next key's event to the frame in which `holds`. */
  key(holds: () => boolean): Promise<number>;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

export function installProbe(): void {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  /** Called in a frame: a message comes behind its rendering, a promise before it. */
  const rendered = async (): Promise<number> => {
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', resolve, { once: true });
      port1.start();
      port2.postMessage(0);
    });
    return performance.now();
  };
  const painted = async (): Promise<number> => {
    await frame();
    return await rendered();
  };
  const until = async (holds: () => boolean): Promise<number> => {
    do await frame();
    while (!holds());
    return await rendered();
  };
  const probe: Probe = {
    asked: 0,
    firstPage: 0,
    longTasks: [],
    painted,
    until,
    grid() {
      const grid = document.querySelector('[data-file-list="right"]');
      if (!(grid instanceof HTMLElement)) throw new Error('the right pane shows no list');
      return grid;
    },
    async scroll(body, pixels, frames) {
      const times: number[] = [];
      let last = await frame();
      for (let count = 0; count < frames; count++) {
        const end = body.scrollHeight - body.clientHeight;
        body.scrollTop = body.scrollTop + pixels > end ? 0 : body.scrollTop + pixels;
        const now = await frame();
        times.push(now - last);
        last = now;
      }
      return times;
    },
    key(holds) {
      return new Promise((resolve) => {
        const begin = (event: KeyboardEvent): void => {
          if (event.key === 'Control') return;
          window.removeEventListener('keydown', begin, true);
          void until(holds).then((end) => resolve(end - event.timeStamp));
        };
        window.addEventListener('keydown', begin, true);
      });
    },
  };
  window.probe = probe;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) probe.longTasks.push(task.duration);
  }).observe({ type: 'longtask' });

  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (probe.firstPage === 0 && (typeof data !== 'string' || data.startsWith('{"event":"listing.page"')))
          probe.firstPage = performance.now();
      });
    }

    override send(data: string): void {
      if (data.includes('"listing.open"')) {
        probe.asked = performance.now();
        probe.firstPage = 0;
      }
      super.send(data);
    }
  };
}
