import { readdirSync, readFileSync } from 'node:fs';

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** Memory of a process and its descendants over time. Bytes are resident ones, all processes together. */
export interface MemoryUse {
  readonly peak: number;
  /** How much higher the peak of the second half is than that of the first. */
  readonly growth: number;
}

/** Watches trees of processes until it is stopped. */
export class MemoryWatch {
  readonly #roots: readonly (readonly number[])[];
  readonly #samples: Sample[][];
  readonly #timer: NodeJS.Timeout;

  /** Each element of `roots` is watched for itself. */
  constructor(roots: readonly (readonly number[])[]) {
    this.#roots = roots;
    this.#samples = roots.map(() => []);
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), 25);
  }

  #sample(): void {
    const at = performance.now();
    const children = childrenOfAll();
    for (const [index, roots] of this.#roots.entries()) {
      let bytes = 0;
      const seen = new Set<number>();
      const open = [...roots];
      for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
        if (seen.has(pid)) continue;
        seen.add(pid);
        bytes += residentBytes(pid);
        open.push(...(children.get(pid) ?? []));
      }
      this.#samples[index]?.push({ at, bytes });
    }
  }

  stop(): MemoryUse[] {
    clearInterval(this.#timer);
    return this.#samples.map((samples) => {
      const middle = ((samples[0]?.at ?? 0) + (samples.at(-1)?.at ?? 0)) / 2;
      const peakOf = (some: readonly Sample[]): number => some.reduce((peak, { bytes }) => Math.max(peak, bytes), 0);
      const [first, second] = [samples.filter(({ at }) => at < middle), samples.filter(({ at }) => at >= middle)].map(peakOf);
      return { peak: peakOf(samples), growth: Math.max(0, (second ?? 0) - (first ?? 0)) };
    });
  }
}

function childrenOfAll(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(
      read(`/proc/${name}/stat`)
        .replace(/^.*\) \S /, '')
        .split(' ')[0],
    );
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [Number(name)]);
    else siblings.push(Number(name));
  }
  return children;
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It has ended.
  }
}
