import type { HookKind, HookSender } from "./hooks/hook-sender.ts";
import type { Faults } from "./http/faults.ts";
import type { RequestLog } from "./http/request-log.ts";
import type { Person } from "./person.ts";
import type { Stage } from "./state/stage.ts";

/** A GitHub in a box, listening on loopback. */
export interface Sandbox {
  /** Base of the API, without a slash at the end. */
  readonly url: string;
  /** Asks the API without a socket between: for who plays many thousand histories in one process. */
  readonly fetch: typeof fetch;
  readonly app: { readonly id: number; readonly slug: string; readonly privateKey: string };
  readonly world: Stage;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly hooks: HookSender;
  /** Rules of GitHub's that clients broke, while limits are enforced. */
  readonly breaches: readonly string[];
  /** Where the webhooks go from now on: the App's hook, or a repository's ordinary one. */
  deliverTo(url: string, secret: string, kind?: HookKind): void;
  /** Somebody acting on GitHub; with `mayAll`, nothing is refused for want of a permission. */
  as(login: string, powers?: { readonly mayAll?: boolean }): Person;
  /** The token with which a login speaks to the API. */
  tokenOf(login: string): string;
  /** Resolves when every webhook sent so far was answered or timed out. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
