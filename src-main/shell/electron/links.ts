import { app } from 'electron';

/**
 * `ferry://` links that the system hands to the app. A link opens the Connect dialog at most: nothing connects because a web page
 * said so.
 */
export class LinkListener {
  readonly #offer: () => void;
  #pageReady = false;
  #waiting: boolean;

  /** @param offer called when a link came and the page can show the dialog */
  constructor(argv: readonly string[], offer: () => void) {
    this.#offer = offer;
    this.#waiting = hasLink(argv);
    app.on('open-url', (event) => {
      event.preventDefault();
      this.#hear();
    });
    app.on('second-instance', (_event, words) => {
      if (hasLink(words)) this.#hear();
    });
  }

  /** The page has begun to listen. */
  pageReady(): void {
    this.#pageReady = true;
    if (this.#waiting) this.#hear();
  }

  #hear(): void {
    this.#waiting = !this.#pageReady;
    if (this.#pageReady) this.#offer();
  }
}

/** A link that is the value of `--left` or `--right` is a place to begin at, which the user has typed. */
function hasLink(words: readonly string[]): boolean {
  return words.some((word, at) => /^ferry:\/\//i.test(word) && !/^--(left|right)$/.test(words[at - 1] ?? ''));
}
