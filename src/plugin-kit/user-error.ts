/**
 * A refusal with words for the person who asked. The bot replies with the message and takes the command as answered;
 * it is never retried. The message is Markdown of the plugin's own: put a person's text through `quoted` first.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}
