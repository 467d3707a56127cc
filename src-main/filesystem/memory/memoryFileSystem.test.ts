import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { openReader, openWriter, patternBytes, writeWhole } from '../contract/recorder.ts';
import { describeFileSystem } from '../contractSuite.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';

function options(latency: number, directory: string) {
  return {
    rawNames: true,
    async open() {
      const fileSystem = new MemoryFileSystem({ latency });
      if (directory !== '/') fileSystem.tree.makeDirectory(directory, true);
      return {
        fileSystem,
        directory,
        hidden: async () => [...fileSystem.tree.partials.keys()],
        makeLink: async (path: string, target: string) => fileSystem.tree.put(path, fileSystem.tree.newLink(target)),
        cleanup: async () => {},
      };
    },
  };
}

describeFileSystem('memory', options(0, '/'));
describeFileSystem('memory, with latency', options(3, '/some/where'));

describe('memory file system', () => {
  it('breaks every lane and keeps what has arrived of a file with a key', async () => {
    const fileSystem = new MemoryFileSystem();
    await writeWhole(fileSystem, '/large', patternBytes(8_000_000));
    const reader = openReader(fileSystem);
    reader.recorder.onData = () => reader.lane.pause();
    const reading = reader.read({ ticket: 1, path: '/large' });
    const writer = openWriter(fileSystem);
    const key = 'a'.repeat(32);
    writer.lane.open(writer.request(1, '/target', patternBytes(1_000_000), { key }));
    writer.lane.write(1, patternBytes(1000));
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    fileSystem.break(new AppError('connection-lost', 'gone'));
    expect((await reading).error?.code).toBe('connection-lost');
    expect((await writer.recorder.end(1)).error?.code).toBe('connection-lost');
    expect(reader.recorder.brokenWith?.code).toBe('connection-lost');
    expect(writer.recorder.brokenWith?.code).toBe('connection-lost');
    expect((await fileSystem.closed)?.code).toBe('connection-lost');
    const again = new MemoryFileSystem({ tree: fileSystem.tree });
    expect((await again.partial('/target', key))?.size).toBe(1000);
  });

  it('says when it is congested and when it has drained', async () => {
    const writer = openWriter(new MemoryFileSystem());
    writer.lane.open(writer.request(1, '/file', patternBytes(10_000_000)));
    for (let i = 0; i < 10; i++) writer.lane.write(1, new Uint8Array(1_000_000));
    expect(writer.lane.congested).toBe(true);
    await writer.recorder.room(writer.lane);
    expect(writer.lane.congested).toBe(false);
    await writer.lane.close();
  });
});
