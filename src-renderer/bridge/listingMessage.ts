import type { EventMessage } from '../../src-shared/ipc/contract.ts';
import type { EntryColumns } from '../../src-shared/model/entryColumns.ts';

type ListingPage = Extract<EventMessage, { readonly event: 'listing.page' }>;

interface Head {
  readonly listing: number;
  readonly total?: number;
  readonly count: number;
  readonly names: string;
  readonly targets: EntryColumns['targets'];
}

const utf8 = new TextDecoder();

/** Reads a page of a listing as the browser shell sends it; src-main/shell/browser/listingMessage.ts tells its form. */
export function readListingMessage(message: ArrayBuffer): ListingPage {
  const length = new DataView(message).getUint32(0, true);
  const text = utf8.decode(new Uint8Array(message, 4, length));
  const { listing, total, count, names, targets } = JSON.parse(text) as Head;
  let at = 4 + length;
  const column = (bytes: number): number => {
    const start = at;
    at += bytes * count;
    return start;
  };
  const entries = {
    count,
    names,
    targets,
    sizes: new Float64Array(message, column(8), count),
    modified: new Float64Array(message, column(8), count),
    modes: new Uint16Array(message, column(2), count),
    kinds: new Uint8Array(message, column(1), count),
  };
  return { event: 'listing.page', payload: { listing, total, entries } };
}
