import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { type Ask, costOf } from "../ask.ts";
import { GitHubError } from "../github-error.ts";
import { networkError } from "../refusal-of.ts";
import type { Sleep } from "../sleep.ts";
import type { KeyValueStore } from "../stores.ts";
import { type Budget, bucketsOf } from "./budget.ts";
import type { LimitSettings } from "./limit-settings.ts";
import { OwnBudget } from "./own-budget.ts";
import { sharedBudget } from "./shared-budget.ts";
import { alone, type Sharing } from "./sharing.ts";
import { Silence } from "./silence.ts";
import { Slots } from "./slots.ts";

export interface LimitContext {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Logger;
  readonly values: KeyValueStore;
  /** Names the installation in the store and the log. */
  readonly tenant: string;
  /** Absent: no other process has a part in the limits. */
  readonly sharing?: Sharing;
}

/** Lets an installation's requests go at a pace GitHub allows, and not at all while GitHub asked for silence. */
export class InstallationLimits {
  readonly #settings: LimitSettings;
  readonly #context: LimitContext;
  readonly #budget: Budget;
  readonly #slots: Slots;
  readonly #silence: Silence;

  constructor(settings: LimitSettings, context: LimitContext) {
    const { replicas, budgets } = context.sharing ?? alone;
    this.#settings = settings;
    this.#context = context;
    this.#budget =
      budgets === undefined
        ? new OwnBudget(bucketsOf(settings), context)
        : sharedBudget(bucketsOf(settings), { budgets, tenant: context.tenant });
    this.#slots = new Slots(() => Math.max(1, Math.floor(settings.concurrent / replicas())));
    this.#silence = new Silence(context);
  }

  /** Resolves when the request may be sent; the caller must call `release` when it ended. */
  async admit(ask: Ask): Promise<void> {
    try {
      await this.#admit(ask);
    } catch (error) {
      throw error instanceof GitHubError ? error : networkError(ask.route, error);
    }
  }

  release(): void {
    this.#slots.release();
  }

  answered(): void {
    this.#silence.answered();
  }

  /** Starts the silence GitHub asked for and tells its length; other failures stay as they are. */
  async refused(error: unknown): Promise<unknown> {
    if (!(error instanceof GitHubError) || error.refusal !== "rate-limit") return error;
    const { clock, log, tenant } = this.#context;
    const retryAfter = await this.#silence.begin(error, clock.now());
    log.warn({ installation: tenant, route: error.route, ms: retryAfter }, "GitHub asked for silence");
    const { route, status, refusal } = error;
    return new GitHubError(error.message, { route, status, refusal, retryAfter });
  }

  async #admit(ask: Ask): Promise<void> {
    await this.#silence.load(this.#context.clock.now());
    await this.#waitOutSilence(ask);
    if (this.#settings.enabled) await this.#spend(ask);
    await this.#slots.acquire(ask.signal);
    try {
      await this.#waitOutSilence(ask);
    } catch (error) {
      this.#slots.release();
      throw error;
    }
  }

  async #waitOutSilence(ask: Ask): Promise<void> {
    for (;;) {
      const left = this.#silence.left(this.#context.clock.now());
      if (left === 0) return;
      await this.#pause(left, ask);
    }
  }

  async #spend(ask: Ask): Promise<void> {
    const { patienceMs } = this.#settings;
    const wait = await this.#budget.spend(costOf(ask.route), patienceMs);
    if (wait > patienceMs) throw tooLong(ask.route, wait);
    if (wait > 0) await this.#pause(wait, ask);
  }

  async #pause(ms: number, ask: Ask): Promise<void> {
    if (ms > this.#settings.patienceMs) throw tooLong(ask.route, ms);
    await this.#context.sleep(ms, ask.signal);
  }
}

function tooLong(route: string, ms: number): GitHubError {
  const message = `${route} has to wait ${Math.ceil(ms / 1000)} s for the rate limit`;
  return new GitHubError(message, { route, status: 0, refusal: "rate-limit", retryAfter: ms });
}
