import type { Classification } from "../../bot/events/classify-delivery.ts";
import type { Clock } from "../../clock.ts";
import type { GitHubConnections } from "../../github/github-app.ts";
import type { DeliveryHandler } from "../../inbox/inbox.ts";
import type { OpenInbox } from "../../inbox/open-inbox.ts";
import type { Logger } from "../../log.ts";
import { followingHeads } from "./follow-heads.ts";
import { type KnownHeads, knownHeads } from "./known-heads.ts";
import { type RepositorySweep, type SweptRepository, sweepRepository } from "./sweep-repository.ts";
import { type RepositoriesOptions, sweptRepositories } from "./swept-repositories.ts";

export interface ReconcilerOptions extends Omit<RepositoriesOptions, "github"> {
  readonly github: Pick<GitHubConnections, "app" | "survey">;
  readonly inbox: Pick<OpenInbox, "put" | "find" | "found" | "values" | "lease">;
  readonly classify: (event: string, body: Uint8Array) => Classification;
  readonly clock: Clock;
  readonly log: Logger;
}

const EVERY_MS = 30 * 60_000;
const SOON_MS = 10 * 60_000;

/** Finds what happened to open pull requests and will never be told: payloads too large, outages too long, lost stores. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #heads: KnownHeads;
  readonly #sightings: RepositorySweep["sightings"] = new Map();
  #afterLoss: boolean;
  #stopped = false;
  #status = "has not looked yet";
  #looking: Promise<number> | undefined;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#heads = knownHeads(options.inbox.values, options.clock);
    this.#afterLoss = options.inbox.found.loss !== undefined;
  }

  /** The handler that remembers which heads were dealt with. */
  hearing(handle: DeliveryHandler): DeliveryHandler {
    return followingHeads(this.#heads, handle);
  }

  /** One sentence. */
  status(): string {
    return this.#status;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Looks through every repository once; answers the milliseconds until it should look again. Never rejects. */
  round(): Promise<number> {
    this.#looking ??= this.#round().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #round(): Promise<number> {
    const { inbox, log } = this.#options;
    try {
      if (!(await inbox.lease("reconcile", EVERY_MS))) {
        this.#status = "another replica looks";
        return EVERY_MS;
      }
      return await this.#sweepAll(await sweptRepositories(this.#options));
    } catch (err) {
      if (!this.#stopped) log.warn({ err }, "open pull requests could not be looked through");
      this.#status = "open pull requests could not be looked through; it is tried again";
      return SOON_MS;
    }
  }

  async #sweepAll(repositories: readonly SweptRepository[]): Promise<number> {
    let [made, unfinished] = [0, 0];
    for (const repository of repositories) {
      if (this.#stopped) return EVERY_MS;
      const result = await this.#sweep(repository);
      made += result.made;
      if (result.unfinished) unfinished += 1;
    }
    if (unfinished === 0) this.#afterLoss = false;
    const count = repositories.length === 1 ? "1 repository" : `${repositories.length} repositories`;
    this.#status = `${count} looked through, ${made} ${made === 1 ? "change" : "changes"} found that nobody told`;
    return unfinished > 0 ? SOON_MS : EVERY_MS;
  }

  async #sweep(repository: SweptRepository): Promise<{ readonly made: number; readonly unfinished: boolean }> {
    const { log, inbox } = this.#options;
    const repo = `${repository.owner}/${repository.name}`;
    try {
      const shared = { values: inbox.values, heads: this.#heads, sightings: this.#sightings };
      const result = await sweepRepository({ ...this.#options, ...shared, afterLoss: this.#afterLoss }, repository);
      if (result.made > 0) log.warn({ repo, changes: result.made }, "pull requests changed without our hearing of it");
      return result;
    } catch (err) {
      if (!this.#stopped) log.warn({ err, repo }, "a repository could not be looked through");
      return { made: 0, unfinished: true };
    }
  }
}
