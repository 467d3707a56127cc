import { CommanderError } from 'commander';
import { AppError } from '../../../src-shared/errors.ts';
import { productVersion } from '../productVersion.ts';
import { limitGarbage } from '../garbage.ts';
import { commandNamed } from './commandNames.ts';
import type { CommandContext } from './context.ts';
import { exitCodes, UsageError } from './exitCode.ts';
import { Interruption } from './interruption.ts';
import { Output } from './output.ts';
import type { CommonOptions } from './options.ts';
import { buildProgram } from './program.ts';

limitGarbage();
const interruption = new Interruption();
let output = new Output(process.stdout, process.stderr, false);

async function run(options: CommonOptions, work: (context: CommandContext) => Promise<void>): Promise<void> {
  output = new Output(process.stdout, process.stderr, options.json === true);
  await work({ output, input: process.stdin, environment: process.env, signal: interruption.signal });
}

/** Runs the command. Resolves to the exit code; says what went wrong on standard error. */
async function main(): Promise<number> {
  try {
    await buildProgram(productVersion(import.meta.url), run, commandNamed(process.argv[2])).parseAsync();
    return exitCodes.done;
  } catch (error) {
    // Commander has said what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
    if (error instanceof UsageError) {
      output.note(`invalid-request: ${error.message}`);
      return exitCodes.wrongUse;
    }
    if (interruption.signal.aborted) {
      output.note('cancelled: interrupted');
      return exitCodes.interrupted;
    }
    output.error(error);
    if (!(error instanceof AppError) && process.env['FERRY_DEBUG'] !== undefined && error instanceof Error) {
      output.errors.write(`${error.stack ?? ''}\n`);
    }
    return exitCodes.failed;
  }
}

let code = await main();
await output.flush();
if (output.failure !== undefined) {
  output.note(`internal: not all results could be written: ${output.failure.message}`);
  if (code === exitCodes.done) code = exitCodes.failed;
}
process.exit(code);
