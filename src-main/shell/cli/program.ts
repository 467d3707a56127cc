import { Command } from 'commander';
import { addConnect } from './commands/connect.ts';
import { addCopy } from './commands/cp.ts';
import { addGet } from './commands/get.ts';
import { addHash } from './commands/hash.ts';
import { addList } from './commands/ls.ts';
import { addMakeDirectory } from './commands/mkdir.ts';
import { addMove } from './commands/mv.ts';
import { addPut } from './commands/put.ts';
import { addRemove } from './commands/rm.ts';
import { addServe } from './commands/serve.ts';
import { addSize } from './commands/size.ts';
import { addStat } from './commands/stat.ts';
import type { CommandName } from './commandNames.ts';
import type { Run } from './options.ts';

const locations = `
Locations:
  ferry://host:port/path#pin=…&token=…   a Ferry server; pin and token may come from FERRY_PIN and FERRY_TOKEN, the
                                         token from --token-file. Port 12345 by default.
  classic://host:port/name               a server of the classic protocol: nothing is encrypted or verified
  Names are percent-encoded: a blank is %20.

Exit code: 0 done, 1 failed (the reason on standard error), 2 wrong use, 130 interrupted.`;

const commands: Readonly<Record<CommandName, (program: Command, run: Run) => void>> = {
  serve: addServe,
  ls: addList,
  stat: addStat,
  size: addSize,
  hash: addHash,
  rm: addRemove,
  mkdir: addMakeDirectory,
  mv: addMove,
  get: addGet,
  put: addPut,
  cp: addCopy,
  connect: addConnect,
};

/** The command line: every command with its arguments; where it is known which one is meant, that one alone, which takes less time. */
export function buildProgram(version: string, run: Run, meant?: CommandName): Command {
  const program = new Command('ferry')
    .description('Moves files between this computer and others.')
    .version(version)
    .addHelpText('after', locations)
    .showHelpAfterError('(--help tells more)')
    .exitOverride();
  for (const add of meant === undefined ? Object.values(commands) : [commands[meant]]) add(program, run);
  return program;
}
