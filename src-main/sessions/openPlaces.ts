import { join } from 'node:path';
import { bookmarkSchema, placeSchema, siteFolder, siteSchema } from '../../src-shared/ipc/placesSchema.ts';
import { JsonFile } from '../storage/jsonFile.ts';
import { ListsFile } from '../storage/listsFile.ts';
import { type PlacesLists, PlaceStore, type RecentLists } from './places.ts';
import { noSecrets, type Secrets, SecretStore, secretsSchema, type SystemCipher } from './secrets.ts';

export interface OpenedPlaces {
  readonly places: PlaceStore;
  readonly secrets: Secrets;
  /** Where files were put aside that could not be understood as a whole. */
  readonly damaged: readonly string[];
}

/** Sites, bookmarks, recent places and keys as they are kept in a folder of the user's. @throws AppError when a file can't be read */
export async function openPlaces(
  userData: string,
  cipher: SystemCipher | undefined,
  onChange: () => void,
): Promise<OpenedPlaces> {
  const kept = new JsonFile(join(userData, 'secrets.json'), secretsSchema, noSecrets);
  const { secrets, damaged } = await SecretStore.load(kept, cipher);
  const opened = await PlaceStore.load({
    secrets,
    file: new ListsFile<PlacesLists>(join(userData, 'places.json'), {
      sites: siteSchema,
      folders: siteFolder,
      bookmarks: bookmarkSchema,
    }),
    recentFile: new ListsFile<RecentLists>(join(userData, 'recent.json'), { recent: placeSchema }),
    onChange,
  });
  return { places: opened.places, secrets, damaged: damaged === undefined ? opened.damaged : [damaged, ...opened.damaged] };
}
