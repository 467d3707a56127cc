import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { codeCache } from './codeCache.ts';
import { commandNamed } from './commandNames.ts';

/** Entry of the command line. What it runs is only imported once the code cache is there, and so comes out of it. */
const cache = codeCache(commandNamed(process.argv[2]));
// Node 20 has none. Where nothing may be written it stays empty, and nothing else happens.
(nodeModule as Partial<typeof nodeModule>).enableCompileCache?.(fileURLToPath(new URL(cache, import.meta.url)));
await import('./main.ts');
