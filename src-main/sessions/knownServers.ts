import { z } from 'zod';
import { type Endpoint, formatAuthority, isPin } from '../../src-shared/model/location.ts';
import type { JsonFile } from '../storage/jsonFile.ts';

/** Identities by address, `host:port`. */
export interface KnownServersDocument {
  readonly version: 1;
  readonly servers: Readonly<Record<string, string>>;
}

export const knownServersSchema: z.ZodType<KnownServersDocument> = z.strictObject({
  version: z.literal(1),
  servers: z.record(z.string().max(300), z.string().refine(isPin)),
});

export const noKnownServers: KnownServersDocument = { version: 1, servers: {} };

type Address = Pick<Endpoint, 'host' | 'port'>;

/** The identities of servers met before. A file that can't be understood makes them all unknown, never trusted. */
export class KnownServers {
  readonly #file: JsonFile<KnownServersDocument>;
  readonly #pins: Map<string, string>;

  private constructor(file: JsonFile<KnownServersDocument>, pins: Map<string, string>) {
    this.#file = file;
    this.#pins = pins;
  }

  /** `damaged`: where an unusable file was put aside. @throws AppError when it can't be read at all */
  static async load(
    file: JsonFile<KnownServersDocument>,
  ): Promise<{ readonly servers: KnownServers; readonly damaged: string | undefined }> {
    const { value, damaged } = await file.read();
    return { servers: new KnownServers(file, new Map(Object.entries(value.servers))), damaged };
  }

  pinOf(address: Address): string | undefined {
    return this.#pins.get(keyOf(address));
  }

  /** @throws AppError when it can't be written down; it is known for as long as the program runs */
  async remember(address: Address, pin: string): Promise<void> {
    const key = keyOf(address);
    if (this.#pins.get(key) === pin) return;
    this.#pins.set(key, pin);
    await this.#file.update(({ servers }) => ({ version: 1, servers: { ...servers, [key]: pin } }));
  }
}

function keyOf({ host, port }: Address): string {
  return formatAuthority({ host: host.toLowerCase(), port });
}
