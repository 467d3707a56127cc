import { featureBits } from '../../protocol/native/features.ts';
import type { Welcome } from '../../protocol/native/hello.ts';
import { decodeNameRules } from '../../protocol/native/nameBits.ts';
import type { FileSystemFeatures } from '../fileSystem.ts';

/** What can be done with the share of a server that welcomed so. `roundTrip`: milliseconds. */
export function featuresOf(welcome: Welcome, roundTrip: number): FileSystemFeatures {
  const has = (bit: number): boolean => (welcome.features & bit) !== 0;
  return {
    directories: true,
    walk: true,
    rename: true,
    attributes: true,
    space: true,
    copy: true,
    hash: true,
    delta: has(featureBits.delta),
    roundTrip,
    directoryTimes: has(featureBits.directoryTimes),
    read: has(featureBits.read),
    trash: false,
    watch: has(featureBits.watch),
    resume: true,
    names: decodeNameRules(welcome.names),
    adopt: has(featureBits.adopt),
    verifiedWrites: true,
    writable: !welcome.readOnly,
    lanes: 2,
  };
}
