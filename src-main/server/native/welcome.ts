import type { FileSystemFeatures } from '../../filesystem/fileSystem.ts';
import { featureBits } from '../../protocol/native/features.ts';
import { protocolVersion, type Welcome } from '../../protocol/native/hello.ts';
import { encodeNameRules } from '../../protocol/native/nameBits.ts';

/** What a client is told of the file system that is served to it. `window`: bytes on each of its write lanes. */
export function welcomeOf(served: FileSystemFeatures, window: number): Welcome {
  let features: number = featureBits.holes | featureBits.stripes;
  for (const ability of ['delta', 'read', 'watch', 'adopt', 'directoryTimes'] as const)
    if (served[ability]) features |= featureBits[ability];
  return {
    version: protocolVersion,
    features,
    names: encodeNameRules(served.names),
    window,
    readOnly: !served.writable,
  };
}
