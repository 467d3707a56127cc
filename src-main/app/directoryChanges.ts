import type { EndpointId, Location } from '../../src-shared/model/location.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { ShownDirectory } from './shownDirectory.ts';

export interface DirectoryChangesOptions {
  /** @throws AppError when the session is not open now */
  readonly fileSystem: (location: Location) => FileSystem;
  readonly tell: (location: Location) => void;
}

/** Tells that directories have changed: those that are shown, whoever changed them. Nobody asks about the others. */
export class DirectoryChanges {
  readonly #options: DirectoryChangesOptions;
  readonly #shown = new Map<string, ShownDirectory>();

  constructor(options: DirectoryChangesOptions) {
    this.#options = options;
  }

  /** These are shown from now on, and no others. */
  show(locations: readonly Location[]): void {
    const wanted = new Map(locations.map((location) => [keyOf(location.endpoint, location.path), location]));
    for (const [key, directory] of this.#shown) {
      if (wanted.has(key)) continue;
      this.#shown.delete(key);
      directory.close();
    }
    for (const [key, location] of wanted) {
      if (this.#shown.has(key)) continue;
      const fileSystem = (): FileSystem => this.#options.fileSystem(location);
      this.#shown.set(key, new ShownDirectory({ path: location.path, fileSystem, tell: () => this.#options.tell(location) }));
    }
  }

  note(endpoint: EndpointId, path: string): void {
    this.#shown.get(keyOf(endpoint, path))?.note();
  }

  /** A listing begins; what it returns is called at its end. */
  listing({ endpoint, path }: Location): () => void {
    return this.#shown.get(keyOf(endpoint, path))?.listing() ?? ((): void => undefined);
  }

  /** Sessions may be open again: their directories are watched anew. */
  sessionsChanged(): void {
    for (const directory of this.#shown.values()) directory.watch();
  }

  close(): void {
    this.show([]);
  }
}

function keyOf(endpoint: EndpointId, path: string): string {
  return `${endpoint}\n${path}`;
}
