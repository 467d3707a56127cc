import { afterEach, beforeEach, describe } from 'vitest';
import type { ContractContext, ContractOptions, ContractSubject } from './contract/context.ts';
import { describeCopying } from './contract/copying.ts';
import { describeEntries } from './contract/entries.ts';
import { describeNames } from './contract/names.ts';
import { describeReading } from './contract/reading.ts';
import { describeResume } from './contract/resume.ts';
import { describeWatching } from './contract/watching.ts';
import { describeWriting } from './contract/writing.ts';

/** The behaviours that every file system must show. Parts whose feature is missing are left out. */
export function describeFileSystem(name: string, options: ContractOptions): void {
  describe(`file system contract: ${name}`, () => {
    let subject: ContractSubject | undefined;
    const current = (): ContractSubject => {
      if (subject === undefined) throw new Error('no subject is open');
      return subject;
    };
    const context: ContractContext = {
      options,
      get fileSystem() {
        return current().fileSystem;
      },
      get subject() {
        return current();
      },
      at: (relative) => (current().directory === '/' ? `/${relative}` : `${current().directory}/${relative}`),
    };
    beforeEach(async () => {
      subject = await options.open();
    });
    afterEach(async () => {
      const open = subject;
      subject = undefined;
      await open?.fileSystem.close();
      await open?.cleanup();
    });
    describeEntries(context);
    describeNames(context);
    describeReading(context);
    describeWriting(context);
    describeResume(context);
    describeCopying(context);
    describeWatching(context);
  });
}
