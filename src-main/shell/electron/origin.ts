/** The page's own scheme: a standard, secure origin without the special powers of file: URLs. */
export const scheme = 'app';
export const pageUrl = `${scheme}://ferry/`;

/** Whether an address is of the page. Its files are all there is under the scheme. */
export function isPageUrl(url: string): boolean {
  return url.startsWith(pageUrl);
}

export interface Sender {
  readonly url: string;
  readonly parent: unknown;
}

/** Whether a message comes from the page itself: the top frame, showing our own files. */
export function isPageFrame(frame: Sender | null | undefined): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && isPageUrl(frame.url);
}
