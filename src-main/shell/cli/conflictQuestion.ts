import { createInterface } from 'node:readline/promises';
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

const answers: Readonly<Record<string, ConflictAnswer>> = { o: 'overwrite', n: 'newer', b: 'both', s: 'skip', c: 'cancel' };

export const conflictChoices = 'overwrite (o), if newer (n), keep both (b), skip (s), cancel (c); a capital letter for all';

export function describeConflict(conflict: Conflict): string {
  const side = ({ size, modified }: Conflict['source']): string => `${formatBytes(size)}, ${formatTime(modified)}`;
  return visibleText(`${conflict.to.path} exists: ${side(conflict.target)}; the new one: ${side(conflict.source)}`);
}

/** Undefined when it is none of the letters. */
export function parseAnswer(text: string): Answered | undefined {
  const letter = text.trim();
  const answer = answers[letter.toLowerCase()];
  return answer === undefined || letter.length !== 1 ? undefined : { answer, forBatch: letter !== letter.toLowerCase() };
}

/** Asks at the terminal until there is an answer. */
export function askAtTerminal(input: NodeJS.ReadStream, output: OutputStream): AskConflict {
  return async (conflict, signal) => {
    const lines = createInterface({ input, output });
    // While a line is read, Ctrl+C is a key.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      for (;;) {
        const text = await lines.question(`${describeConflict(conflict)}\n${conflictChoices}: `, { signal });
        const answered = parseAnswer(text);
        if (answered !== undefined) return answered;
      }
    } catch (error) {
      throw new AppError('cancelled', 'cancelled', { cause: error });
    } finally {
      lines.close();
    }
  };
}
