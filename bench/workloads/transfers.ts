import { type Bench, linkOptions } from '../bench.ts';
import type { Site } from '../host/site.ts';
import type { Figure, Medium, Payload, Series } from '../model.ts';
import { measured, median } from '../statistics.ts';
import { compareTransfers } from './transfer.ts';
import type { Workload } from './workload.ts';

const directions = ['down', 'up'] as const;

interface Surroundings {
  readonly media: readonly Medium[];
  readonly site: (bench: Bench) => Promise<Site>;
}

const loopback: Surroundings = { media: ['memory', 'disk'], site: async (bench) => bench.site };

function transferWorkload(
  name: string,
  title: string,
  payload: (bench: Bench) => Payload,
  { media, site }: Surroundings = loopback,
): Workload {
  return {
    name,
    title,
    media,
    async run(bench) {
      const series: Series[] = [];
      for (const direction of directions) {
        series.push(await compareTransfers(bench, direction, { direction, payload: payload(bench), site: await site(bench) }));
      }
      return { series, figures: [], tables: [] };
    },
  };
}

export const bigFile = transferWorkload('w1', 'One 2 GiB file', ({ payloads }) => payloads.bigFile());

export const smallFiles = transferWorkload('w2', '10,000 files of 4 KiB in 100 folders', ({ payloads }) => payloads.smallFiles());

export const mixedFiles = transferWorkload('w7', '2,000 files from 1 KiB to 64 MiB, log-normal', ({ payloads }) =>
  payloads.mixedFiles(),
);

export const lossyLink = transferWorkload(
  'lossy',
  'One file of 48 MiB through the same link when one packet in a thousand is lost, TCP with CUBIC',
  ({ payloads }) => payloads.lossyFile(),
  { media: ['memory'], site: (bench) => bench.lossyLinkSite() },
);

export const link: Workload = {
  name: 'w4',
  title: '256 MiB, and 1,000 files of 4 KiB, through 50 ms round trip and 200 Mbit/s',
  media: ['memory'],
  async run(bench) {
    const site = await bench.linkSite();
    const series: Series[] = [];
    const figures: Figure[] = [];
    for (const direction of directions) {
      const file = await compareTransfers(bench, `file ${direction}`, {
        direction,
        payload: bench.payloads.linkFile(),
        site,
      });
      const tree = await compareTransfers(bench, `tree ${direction}`, {
        direction,
        payload: bench.payloads.linkFiles(),
        site,
      });
      series.push(file, tree);
      for (const { peer, seconds } of file.rows) {
        const share = (file.bytes * 8) / median(measured(seconds)) / (linkOptions.megabits * 1e6);
        if (peer === 'ferry' && Number.isFinite(share))
          figures.push({ id: `link share, file ${direction}`, value: share, unit: '' });
      }
    }
    return { series, figures, tables: [] };
  },
};
