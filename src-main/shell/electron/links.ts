import { app } from 'electron';

/**
 * `ferry://` and `classic://` links that the system hands to the app. A link fills in the Connect dialog at most: nothing connects
 * because a web page said so.
 */
export class LinkListener {
  readonly #offer: (link: string) => void;
  #pageReady = false;
  /** The last one that came before the page could show it. */
  #waiting: string | undefined;

  /** @param offer called when a link came and the page can show the dialog */
  constructor(argv: readonly string[], offer: (link: string) => void) {
    this.#offer = offer;
    this.#waiting = linkIn(argv);
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#hear(linkIn([url]));
    });
    app.on('second-instance', (_event, words) => this.#hear(linkIn(words)));
  }

  /** The page has begun to listen. */
  pageReady(): void {
    this.#pageReady = true;
    const link = this.#waiting;
    this.#waiting = undefined;
    this.#hear(link);
  }

  #hear(link: string | undefined): void {
    if (link === undefined) return;
    if (this.#pageReady) this.#offer(link);
    else this.#waiting = link;
  }
}

/** A link that is the value of `--left` or `--right` is a place to begin at, which the user has typed. */
function linkIn(words: readonly string[]): string | undefined {
  return words.find((word, at) => /^(ferry|classic):\/\//i.test(word) && !/^--(left|right)$/.test(words[at - 1] ?? ''));
}
