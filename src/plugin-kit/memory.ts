/**
 * What a plugin remembers of the issues and pull requests of one repository: across restarts, for sixty days after it
 * was last written, and not seen by other plugins. Reading costs no request to GitHub. Everything about one issue or
 * pull request runs one after the other, so nothing is overtaken between reading and writing.
 */
export interface Memory {
  recall(number: number, key: string): Promise<string | undefined>;
  /** Resolves when the value is on disk. */
  remember(number: number, key: string, value: string): Promise<void>;
}
