import { announce, currentWords } from './store.ts';

/** Puts text into the system's clipboard and says so, or that it could not be. */
export async function putText(text: string, said: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    announce(currentWords().text.status.notCopied, true);
    return false;
  }
  announce(said);
  return true;
}
