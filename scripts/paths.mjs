import { fileURLToPath } from 'node:url';

/** The repository's top folder, with a trailing separator left out. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
