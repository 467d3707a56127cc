import { openWriter, patternBytes } from '../contract/recorder.ts';
import { Leftovers } from './leftovers.ts';
import { LocalFileSystem } from './localFileSystem.ts';

/** A program for a test to kill: leaves a plain and a resumable file half written in `share/a`. */
const [share = '', notes = ''] = process.argv.slice(2);
const fileSystem = new LocalFileSystem({ root: share, leftovers: new Leftovers(notes) });
for (const [name, options] of [
  ['plain', {}],
  ['resumable', { key: 'ab'.repeat(16) }],
] as const) {
  const { lane, request } = openWriter(fileSystem);
  lane.open(request(1, `/a/${name}`, patternBytes(900_000), options));
  lane.write(1, patternBytes(900_000));
}
console.log('ready');
setInterval(() => {}, 1_000);
