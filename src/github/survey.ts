import { z } from "zod";
import type { Answer, Ask, Send } from "./ask.ts";
import type { ConnectionPool } from "./connection/connection-pool.ts";
import { decode } from "./decode.ts";
import type { RepoRef } from "./github.ts";
import { GitHubError } from "./github-error.ts";
import { readPages } from "./paged.ts";

/** One account the App is installed on. */
export interface KnownInstallation {
  readonly id: number;
  readonly account: string;
  readonly isOrganization: boolean;
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspended: boolean;
  /** Where its owner grants what is asked for. */
  readonly page: string;
}

export interface KnownRepository extends RepoRef {
  readonly archived: boolean;
}

/** A pull request in GitHub's own shape, as it would stand in a webhook. */
export interface OpenPull {
  readonly number: number;
  readonly headSha: string;
  /** Undefined when the fork is gone. */
  readonly head: { readonly repo: RepoRef; readonly branch: string } | undefined;
  readonly repositoryId: number;
  readonly labels: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface OpenPulls {
  /** Lately changed ones first, and no more than a thousand. */
  readonly pulls: readonly OpenPull[];
  /** When GitHub began to list them, by its own clock, which all their times are by; undefined when it did not say. */
  readonly at: number | undefined;
}

export interface LabelPlaced {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the bot asks of GitHub unasked, outside of any delivery. An undefined installation is a token's. */
export interface Survey {
  installations(): Promise<readonly KnownInstallation[]>;
  repositories(installation: number): Promise<readonly KnownRepository[]>;
  openPulls(installation: number | undefined, repo: RepoRef): Promise<OpenPulls>;
  /** When a commit was last pushed to a branch; undefined when GitHub does not say. */
  pushedAt(installation: number | undefined, repo: RepoRef, push: PushedCommit): Promise<number | undefined>;
  /** Who put the label on last, and when. */
  labelPlaced(
    installation: number | undefined,
    repo: RepoRef,
    label: { readonly number: number; readonly name: string },
  ): Promise<LabelPlaced | undefined>;
}

export interface PushedCommit {
  readonly branch: string;
  readonly sha: string;
}

const plugin = "upkeep";
const perPage = 100;
const mostPullPages = 10;
const mostRepositoryPages = 50;

const installation = z
  .object({
    id: z.number(),
    account: z.object({ login: z.string(), type: z.string().nullish() }),
    permissions: z.record(z.string(), z.string()).nullish(),
    suspended_at: z.string().nullish(),
    html_url: z.string(),
  })
  .transform(
    (one): KnownInstallation => ({
      id: one.id,
      account: one.account.login,
      isOrganization: one.account.type === "Organization",
      permissions: one.permissions ?? {},
      suspended: typeof one.suspended_at === "string",
      page: one.html_url,
    }),
  );

const repositories = z.object({
  repositories: z.array(
    z
      .object({ name: z.string(), owner: z.object({ login: z.string() }), archived: z.boolean().nullish() })
      .transform(
        (one): KnownRepository => ({ owner: one.owner.login, name: one.name, archived: one.archived ?? false }),
      ),
  ),
});

const time = z.string().transform((text) => Date.parse(text) || 0);
const repo = z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) });
const pull = z
  .object({
    number: z.number(),
    head: z.object({ sha: z.string(), ref: z.string(), repo: repo.nullable() }),
    base: z.object({ repo }),
    labels: z.array(z.object({ name: z.string() })),
    created_at: time,
    updated_at: time,
  })
  .transform(
    ({ number, head, base, labels, created_at, updated_at }): Omit<OpenPull, "raw"> => ({
      number,
      headSha: head.sha,
      head: head.repo ? { repo: { owner: head.repo.owner.login, name: head.repo.name }, branch: head.ref } : undefined,
      repositoryId: base.repo.id,
      labels: labels.map(({ name }) => name),
      createdAt: created_at,
      updatedAt: updated_at,
    }),
  );
const rawPulls = z.array(z.record(z.string(), z.unknown()));

const activity = z.array(z.object({ after: z.string(), timestamp: time }));
const issueEvent = z.object({
  event: z.string(),
  actor: z.object({ login: z.string() }).nullish(),
  created_at: time,
  label: z.object({ name: z.string() }).nullish(),
});

export function createSurvey(pool: ConnectionPool, kind: "app" | "token"): Survey {
  const through = (id: number | undefined): Send => pool.of(kind === "token" ? 0 : (id ?? 0));
  return {
    installations() {
      const route = "GET /app/installations";
      return readPages(route, installation, (page) => pool.self({ route, query: { per_page: perPage, page }, plugin }));
    },
    repositories: (id) => readRepositories(through(id)),
    openPulls: (id, of) => readOpenPulls(through(id), of),
    pushedAt: (id, of, push) => readPushTime(through(id), of, push),
    async labelPlaced(id, { owner, name: repository }, { number, name }) {
      const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
      const path = { owner, repo: repository, issue_number: number };
      const events = await readPages(route, issueEvent, (page) =>
        through(id)({ route, path, query: { per_page: perPage, page }, plugin }),
      );
      const placed = events.findLast(({ event, label }) => event === "labeled" && label?.name.toLowerCase() === name);
      return placed && { by: placed.actor?.login ?? "", at: placed.created_at };
    },
  };
}

async function readRepositories(send: Send): Promise<readonly KnownRepository[]> {
  const route = "GET /installation/repositories";
  const found: KnownRepository[] = [];
  for (let page = 1; page <= mostRepositoryPages; page++) {
    const { data } = await send({ route, query: { per_page: perPage, page }, plugin });
    const { repositories: some } = decode(repositories, route, data);
    found.push(...some);
    if (some.length < perPage) break;
  }
  return found;
}

async function readOpenPulls(send: Send, { owner, name }: RepoRef): Promise<OpenPulls> {
  const route = "GET /repos/{owner}/{repo}/pulls";
  const query = { state: "open", sort: "updated", direction: "desc", per_page: perPage };
  const found = new Map<number, OpenPull>();
  let at: number | undefined;
  for (let page = 1; page <= mostPullPages; page++) {
    const { data, headers } = await send({ route, path: { owner, repo: name }, query: { ...query, page }, plugin });
    if (page === 1) at = Date.parse(headers.date ?? "") || undefined;
    const some = decode(z.array(pull), route, data);
    const raw = decode(rawPulls, route, data);
    for (const [index, one] of some.entries()) found.set(one.number, { ...one, raw: raw[index] ?? {} });
    if (some.length < perPage) break;
  }
  return { pulls: [...found.values()], at };
}

async function readPushTime(
  send: Send,
  { owner, name }: RepoRef,
  { branch, sha }: PushedCommit,
): Promise<number | undefined> {
  const route = "GET /repos/{owner}/{repo}/activity";
  const query = { ref: `refs/heads/${branch}`, per_page: perPage };
  const answer = await unlessRefused(send, { route, path: { owner, repo: name }, query, plugin });
  if (answer === undefined) return undefined;
  const times = decode(activity, route, answer.data).flatMap(({ after, timestamp }) =>
    after === sha ? timestamp : [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

/** A fork may be out of the installation's reach, and older servers do not have the route. */
async function unlessRefused(send: Send, ask: Ask): Promise<Answer | undefined> {
  try {
    return await send(ask);
  } catch (error) {
    if (error instanceof GitHubError && !error.retryable) return undefined;
    throw error;
  }
}
