import { z } from "zod";
import type { Send } from "./ask.ts";
import { Once } from "./cache/once.ts";
import { decode } from "./decode.ts";
import { refusedAs } from "./refused-as.ts";

/** Who the bot is: the App, or the user a token belongs to. */
export interface Identity {
  readonly slug: string;
  readonly id: number;
  /** Empty for a token: GitHub does not say. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** What one installation lets the App do. */
export interface InstallationGrant {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly suspended: boolean;
}

const permissions = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
const events = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const appAnswer = z.object({ slug: z.string(), id: z.number(), permissions, events });
const userAnswer = z.object({ login: z.string(), id: z.number() });
const grantAnswer = z
  .object({ permissions, events, suspended_at: z.string().nullish() })
  .transform(({ suspended_at, ...grant }) => ({ ...grant, suspended: typeof suspended_at === "string" }));

/** Asks GitHub who we are, once. */
export class AppIdentity {
  readonly #send: Send;
  readonly #kind: "app" | "token";
  readonly #identity = new Once<Identity>();

  constructor(send: Send, kind: "app" | "token") {
    this.#send = send;
    this.#kind = kind;
  }

  identity(): Promise<Identity> {
    return this.#identity.read(() => (this.#kind === "app" ? this.#app() : this.#user()));
  }

  /** The login under which our comments appear. */
  async login(): Promise<string> {
    const { slug } = await this.identity();
    return this.#kind === "app" ? `${slug}[bot]` : slug;
  }

  /** Undefined when the installation is gone, and for a token, which has none. */
  async grant(installation: number): Promise<InstallationGrant | undefined> {
    if (this.#kind === "token") return undefined;
    const route = "GET /app/installations/{installation_id}";
    const asking = this.#send({ route, path: { installation_id: installation }, plugin: "app" });
    const answer = await refusedAs("not-found", undefined, asking);
    return answer && decode(grantAnswer, route, answer.data);
  }

  async #app(): Promise<Identity> {
    const route = "GET /app";
    const { data } = await this.#send({ route, plugin: "app" });
    return decode(appAnswer, route, data);
  }

  async #user(): Promise<Identity> {
    const route = "GET /user";
    const { data } = await this.#send({ route, plugin: "app" });
    const { login, id } = decode(userAnswer, route, data);
    return { slug: login, id, permissions: {}, events: [] };
  }
}
