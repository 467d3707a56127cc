import { join } from 'node:path';
import { createLink, type Link, type LinkOptions } from './host/link.ts';
import { untilQuiet } from './host/quiet.ts';
import { Site } from './host/site.ts';
import type { Area, Peer } from './model.ts';
import type { Options } from './options.ts';
import { Payloads } from './payloads/payloads.ts';

/** 50 ms round trip and 200 Mbit/s; the queue holds what is on the way in one round trip. */
export const linkOptions: LinkOptions = {
  roundTripMs: 50,
  megabits: 200,
  queueBytes: 1_250_000,
  lostShare: 0,
  congestion: undefined,
};
/** The same, as bad as a wireless network may be. BBR hardly minds losses, but most systems have CUBIC. */
const lossyOptions: LinkOptions = { ...linkOptions, lostShare: 0.001, congestion: 'cubic' };

interface OpenLink {
  readonly link: Link;
  readonly site: Site;
}

/** What the workloads of one medium share. */
export class Bench {
  readonly options: Options;
  readonly peers: readonly Peer[];
  readonly site: Site;
  readonly payloads: Payloads;
  readonly say: (line: string) => void;
  readonly #folders: { readonly scratch: string; readonly clients: string; readonly compiled: string };
  readonly #links = new Map<LinkOptions, Promise<OpenLink>>();

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

  /** Servers and clients at the two ends of an emulated link. @throws Error where it can't be had */
  async linkSite(): Promise<Site> {
    return (await this.#link(linkOptions, 'link')).site;
  }

  /** The same at the ends of one that loses packets. @throws Error where it can't be had */
  async lossyLinkSite(): Promise<Site> {
    return (await this.#link(lossyOptions, 'lossy-link')).site;
  }

  #link(options: LinkOptions, name: string): Promise<OpenLink> {
    const known = this.#links.get(options);
    if (known !== undefined) return known;
    const opening = this.#openLink(options, join(this.#folders.scratch, name));
    this.#links.set(options, opening);
    return opening;
  }

  async #openLink(options: LinkOptions, folder: string): Promise<OpenLink> {
    const link = await createLink(options, this.#folders.compiled, this.#folders.scratch);
    const { serverHost: host, serverPrefix, clientPrefix } = link;
    const site = new Site({ ...this.#folders, host, area: this.site.area, folder, serverPrefix, clientPrefix });
    return { link, site };
  }

  async quiet(): Promise<void> {
    await untilQuiet(this.options.quietWait);
  }

  async stop(): Promise<void> {
    await this.site.stop();
    for (const opening of this.#links.values()) {
      const open = await opening.catch(() => undefined);
      await open?.site.stop();
      await open?.link.stop();
    }
  }
}
