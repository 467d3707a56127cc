import { AppError } from '../../../src-shared/errors.ts';
import type { Conflict, ConflictAnswer } from '../../../src-shared/model/transfer.ts';
import { formatBytes, formatTime } from './figures.ts';
import type { OutputStream } from './output.ts';
import { visibleText } from './visibleText.ts';

export interface Answered {
  readonly answer: ConflictAnswer;
  readonly forBatch: boolean;
}

export type AskConflict = (conflict: Conflict, signal: AbortSignal) => Promise<Answered>;

const letters: readonly (readonly [letter: string, answer: ConflictAnswer, words: string])[] = [
  ['o', 'overwrite', 'overwrite'],
  ['n', 'newer', 'if newer'],
  ['d', 'size', 'if size differs'],
  ['r', 'resume', 'resume'],
  ['b', 'both', 'keep both'],
  ['s', 'skip', 'skip'],
  ['c', 'cancel', 'cancel'],
];

/** The question in one text: both sides, and the letters that answer it. */
export function conflictQuestion(conflict: Conflict): string {
  const choices = letters
    .filter(([, answer]) => conflict.answers.includes(answer))
    .map(([letter, , words]) => `${words} (${letter})`);
  return `${describe(conflict)}\n${choices.join(', ')}; a capital letter for all: `;
}

function describe(conflict: Conflict): string {
  const side = ({ kind, size, modified }: Conflict['source']): string =>
    kind === 'directory' ? 'a folder' : `${formatBytes(size)}, ${formatTime(modified)}`;
  return visibleText(`${conflict.to.path} exists: ${side(conflict.target)}; the new one: ${side(conflict.source)}`);
}

/** Undefined when it is none of the letters of this question. */
export function parseAnswer(text: string, { answers }: Pick<Conflict, 'answers'>): Answered | undefined {
  const typed = text.trim();
  const [, answer] = letters.find(([letter]) => letter === typed.toLowerCase()) ?? [];
  return answer === undefined || !answers.includes(answer) ? undefined : { answer, forBatch: typed !== typed.toLowerCase() };
}

/** Asks at the terminal until there is an answer. */
export function askAtTerminal(input: NodeJS.ReadStream, output: OutputStream): AskConflict {
  return async (conflict, signal) => {
    // Read in when somebody is asked: few commands ask.
    const { createInterface } = await import('node:readline/promises');
    const lines = createInterface({ input, output });
    // While a line is read, Ctrl+C is a key.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      for (;;) {
        const text = await lines.question(conflictQuestion(conflict), { signal });
        const answered = parseAnswer(text, conflict);
        if (answered !== undefined) return answered;
      }
    } catch (error) {
      throw new AppError('cancelled', 'cancelled', { cause: error });
    } finally {
      lines.close();
    }
  };
}
