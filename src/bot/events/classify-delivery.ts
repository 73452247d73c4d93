import type { RepoName } from "../../config/section.ts";
import type { EventName } from "../../plugin-kit/events.ts";
import { type ObeyedBots, obeyedLines } from "../obeyed-lines.ts";
import type { EnabledPlugins } from "../registry.ts";
import { ACCOUNT_GROUP, accountEvent } from "./account-event.ts";
import { commentFromEvent } from "./comment-from-event.ts";
import { type BotEvent, decodePayload, parseObject } from "./decode-event.ts";
import { groupKey, orderingKey, ownerOf } from "./ordering-key.ts";
import { repoOf } from "./repo-of.ts";

/** Whether a delivery is worth keeping, and in which order it runs. */
export type Classification =
  | { readonly kind: "wanted"; readonly lane: string; readonly group: string }
  /** The reason is of our own words: a payload that has not the shape of its event is one nobody can hear. */
  | { readonly kind: "unwanted"; readonly reason: string; readonly isMisshapen?: true }
  /** Of an account that this server does not serve. */
  | { readonly kind: "foreign" }
  | { readonly kind: "malformed" };

export interface ClassifyOptions {
  /** The plugins enabled for a repository right now. */
  readonly enabledFor: (repo: RepoName) => Pick<EnabledPlugins, "plugins" | "events" | "commands" | "sharers">;
  /** Events the bot itself follows wherever a plugin is enabled, such as pushes that move a branch. */
  readonly alsoWanted?: ReadonlySet<EventName>;
  readonly obeyedBots?: ObeyedBots;
  /** Lower-cased logins of those who are served; everybody when left out. */
  readonly allowedAccounts?: ReadonlySet<string> | undefined;
}

/**
 * Decides over the verified bytes of a delivery before it is stored: wanted are events a plugin enabled for the
 * repository listens to, what happens to an installation, and texts with a command line that their author may be answered for. Never throws.
 */
export function createClassifier(options: ClassifyOptions): (event: string, body: Uint8Array) => Classification {
  return (header, body) => {
    const payload = parseObject(body);
    if (payload === undefined) return { kind: "malformed" };
    const about = accountEvent(header, payload);
    const account = about?.account ?? ownerOf(payload);
    if (account !== undefined && !isServed(account, options)) return { kind: "foreign" };
    if (about !== undefined)
      return { kind: "wanted", lane: `installation:${about.installation}`, group: ACCOUNT_GROUP };
    const decoded = decodePayload(header, payload);
    if (decoded.kind === "malformed") return decoded;
    if (decoded.kind === "ignored") return { ...decoded, kind: "unwanted" };
    const reason = whyUnwanted(decoded.event, options);
    if (reason !== undefined) return { kind: "unwanted", reason };
    return { kind: "wanted", lane: orderingKey(header, payload), group: groupKey(payload) };
  };
}

function isServed(account: string, { allowedAccounts }: ClassifyOptions): boolean {
  return allowedAccounts?.has(account.toLowerCase()) ?? true;
}

function whyUnwanted(event: BotEvent, options: ClassifyOptions): string | undefined {
  const enabled = options.enabledFor(repoOf(event.payload.repository));
  if (enabled.plugins.length === 0) return "no plugin is enabled for the repository";
  if (enabled.events.has(event.name) || options.alsoWanted?.has(event.name)) return undefined;
  const comment = commentFromEvent(event);
  if (comment === undefined) return "no enabled plugin listens to the event";
  if (enabled.commands.size + enabled.sharers.size === 0) return "no enabled plugin has commands";
  const lines = obeyedLines(event, comment, options.obeyedBots ?? new Set());
  return lines.length === 0 ? "the text has no command for the bot" : undefined;
}
