import type { Interface } from 'node:readline';
import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors.ts';
import type { AskConflict } from '../conflictQuestion.ts';
import { conflictQuestion, parseAnswer } from '../conflictQuestion.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { remoteArgument } from '../location.ts';
import { type Run, remoteOptions } from '../options.ts';
import { complete, namesOf } from '../prompt/completion.ts';
import { PromptCommands } from '../prompt/promptCommands.ts';

export function addConnect(program: Command, run: Run): void {
  const command = program
    .command('connect')
    .description('a prompt on a server: ls, rm, download, upload, size, connme, byebye, help')
    .argument('<url>');
  remoteOptions(command).action((url: string, options: RemoteOptions) => run({}, (context) => connect(context, url, options)));
}

async function connect(context: CommandContext, text: string, options: RemoteOptions): Promise<void> {
  const argument = remoteArgument(text);
  const { output, input, signal } = context;
  const { createInterface } = await import('node:readline');
  await withWorkspace(context, options, async (workspace) => {
    const { endpoint, path } = await openRemote(workspace, argument, signal);
    const terminal = input.isTTY && output.isTerminal;
    let running: AbortController | undefined;
    const lines: Interface = createInterface({
      input,
      output: process.stdout,
      terminal,
      prompt: 'Enter command: ',
      completer: (line: string, done: (error: null, completion: [string[], string]) => void) => {
        void complete(line, names).then((completion) => done(null, completion));
      },
    });
    const commands = new PromptCommands({
      workspace,
      endpoint,
      base: path,
      classic: argument.url.endpoint.kind === 'classic',
      output,
      ask: terminal ? askAtPrompt(lines) : undefined,
      showProgress: terminal && output.errors.isTTY === true,
    });
    const names = namesOf(
      () => workspace.fileSystem(endpoint),
      (name) => commands.pathOf(name),
    );
    // Ctrl+C ends what is running, and the prompt when nothing is.
    const interrupt = (): void => (running === undefined ? lines.close() : running.abort());
    lines.on('SIGINT', interrupt);
    signal.addEventListener('abort', () => {
      running?.abort();
      lines.close();
    });
    let ended = false;
    lines.on('close', () => {
      ended = true;
    });
    lines.prompt();
    for await (const line of lines) {
      running = new AbortController();
      const goesOn = await commands.execute(line, running.signal);
      running = undefined;
      await output.flush();
      if (!goesOn || signal.aborted) break;
      // At the end of piped input lines may still wait.
      if (ended) output.text(lines.getPrompt());
      else lines.prompt();
    }
    lines.close();
    signal.throwIfAborted();
  });
}

function askAtPrompt(lines: Interface): AskConflict {
  return async (conflict, signal) => {
    for (;;) {
      const text = await new Promise<string>((resolve, reject) => {
        // readline calls nobody when its input ends at a question, or the question is taken back.
        const unanswered = (): void => {
          forget();
          reject(new AppError('cancelled', 'the question was not answered'));
        };
        const forget = (): void => {
          lines.off('close', unanswered);
          signal.removeEventListener('abort', unanswered);
        };
        lines.once('close', unanswered);
        signal.addEventListener('abort', unanswered);
        lines.question(conflictQuestion(conflict), { signal }, (answer) => {
          forget();
          resolve(answer);
        });
      });
      const answered = parseAnswer(text, conflict);
      if (answered !== undefined) return answered;
    }
  };
}
