import { join } from 'node:path';
import { createLink, type Link, type LinkOptions } from './host/link.ts';
import { untilQuiet } from './host/quiet.ts';
import { Site } from './host/site.ts';
import type { Area, Peer } from './model.ts';
import type { Options } from './options.ts';
import { Payloads } from './payloads/payloads.ts';

/** 50 ms round trip and 200 Mbit/s; the queue holds what is on the way in one round trip. */
export const linkOptions: LinkOptions = { roundTripMs: 50, megabits: 200, queueBytes: 1_250_000 };

/** What the workloads of one medium share. */
export class Bench {
  readonly options: Options;
  readonly peers: readonly Peer[];
  readonly site: Site;
  readonly payloads: Payloads;
  readonly say: (line: string) => void;
  readonly #folders: { readonly scratch: string; readonly clients: string; readonly compiled: string };
  #link: Promise<{ readonly link: Link; readonly site: Site }> | undefined;

  constructor(
    area: Area,
    folders: { readonly scratch: string; readonly clients: string; readonly compiled: string },
    { options, peers, say }: { readonly options: Options; readonly peers: readonly Peer[]; readonly say: (line: string) => void },
  ) {
    this.options = options;
    this.peers = peers;
    this.say = say;
    this.#folders = folders;
    this.payloads = new Payloads(area, options.scale, say);
    this.site = new Site({ ...folders, host: '127.0.0.1', area, folder: join(folders.scratch, `loopback-${area.medium}`) });
  }

  /** Servers and clients at the two ends of the emulated link. @throws Error where it can't be had */
  async linkSite(): Promise<Site> {
    this.#link ??= (async () => {
      const { scratch, compiled } = this.#folders;
      const link = await createLink(linkOptions, compiled, scratch);
      const { serverHost: host, serverPrefix, clientPrefix } = link;
      const site = new Site({
        ...this.#folders,
        host,
        area: this.site.area,
        folder: join(scratch, 'link'),
        serverPrefix,
        clientPrefix,
      });
      return { link, site };
    })();
    return (await this.#link).site;
  }

  async quiet(): Promise<void> {
    await untilQuiet(this.options.quietWait);
  }

  async stop(): Promise<void> {
    await this.site.stop();
    const link = await this.#link?.catch(() => undefined);
    await link?.site.stop();
    await link?.link.stop();
  }
}
