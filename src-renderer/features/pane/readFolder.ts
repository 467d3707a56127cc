import type { Events } from '../../../src-shared/ipc/contract.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { unpackEntries } from '../../../src-shared/model/entryColumns.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import { request, tell } from '../../bridge/bridge.ts';

/** Beside the numbers of the panes' own listings. */
let nextNumber = 1_000_000_000;
const readings = new Map<number, Entry[]>();
/** A folder is not read further than this. */
const most = 20_000;

/** The entries of a folder, at most some twenty thousand, without showing them in a pane. @throws AppError */
export async function readFolder(location: Location): Promise<readonly Entry[]> {
  const listing = nextNumber++;
  const entries: Entry[] = [];
  readings.set(listing, entries);
  try {
    await request('listing.open', { listing, location });
  } catch (error) {
    if (entries.length < most) throw error;
  } finally {
    readings.delete(listing);
  }
  return entries;
}

export function receiveFolderPage({ listing, entries }: Events['listing.page']): void {
  const reading = readings.get(listing);
  if (reading === undefined || reading.length >= most) return;
  for (const entry of unpackEntries(entries)) reading.push(entry);
  if (reading.length >= most) tell('listing.cancel', { listing });
}
