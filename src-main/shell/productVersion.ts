import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** The version in package.json, which lies two folders above the bundles in the repository and in the packaged app. */
export function productVersion(bundle: string): string {
  return manifest.parse(JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', bundle)), 'utf8'))).version;
}
