import type { Requester } from './requester.js';

/** What a web page says of itself, unchecked. */
export interface LinkedPage {
  readonly title: string;
  readonly description: string;
  /** The bytes of its picture, of any kind; undefined without one. */
  readonly picture: Uint8Array | undefined;
}

/**
 * Reads public web pages, a few at a time, each within bounds of time and bytes. Connects only to public addresses, whatever
 * a name resolves to and wherever a page redirects.
 */
export interface LinkReader {
  /** Whether the operator allows it. */
  readonly isAvailable: boolean;
  /**
   * The page at an `http:` or `https:` URL; undefined if it cannot be read, for any reason. Throws `unavailable` if too many
   * wait.
   */
  read(url: URL, requester: Requester): Promise<LinkedPage | undefined>;
}
