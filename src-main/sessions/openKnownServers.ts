import { join } from 'node:path';
import { JsonFile } from '../storage/jsonFile.ts';
import { KnownServers, knownServersSchema, noKnownServers } from './knownServers.ts';

/**
 * The known servers as they are kept in a folder of the user's.
 * `damaged`: where an unusable file was put aside. @throws AppError when it can't be read at all
 */
export function openKnownServers(userData: string): ReturnType<typeof KnownServers.load> {
  return KnownServers.load(new JsonFile(join(userData, 'known-servers.json'), knownServersSchema, noKnownServers));
}
