import { z } from "zod";

/** What the control requests' bodies must look like. */

const permission = z.enum(["none", "read", "triage", "write", "maintain", "admin"]);
const files = z.record(z.string(), z.string().nullable());
const logins = z.array(z.string());

export const hook = z.object({
  url: z.url(),
  secret: z.string().min(1),
  kind: z.enum(["integration", "repository"]).optional(),
});

export const user = z.object({ login: z.string(), name: z.string().optional(), email: z.string().optional() });

export const organization = z.object({
  login: z.string(),
  members: z.record(z.string(), z.enum(["member", "admin"])).optional(),
  teams: z
    .record(
      z.string(),
      z.object({ members: logins.optional(), repos: z.record(z.string(), permission).optional() }).transform(present),
    )
    .optional(),
  install: z.boolean().optional(),
});

export const repository = z.object({
  owner: z.string(),
  name: z.string(),
  files: files.optional(),
  labels: logins.optional(),
  collaborators: z.record(z.string(), permission).optional(),
  milestones: logins.optional(),
  branches: z.record(z.string(), files).optional(),
  private: z.boolean().optional(),
  defaultBranch: z.string().optional(),
});

export const issue = z.object({
  author: z.string().optional(),
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  labels: logins.optional(),
  assignees: logins.optional(),
  milestone: z.string().optional(),
  state: z.enum(["open", "closed"]).optional(),
  open: z.boolean().optional(),
});

const commit = z.object({ message: z.string().optional(), files: files.optional(), author: z.string().optional() });

export const pull = issue.extend({
  files: files.optional(),
  commits: z.array(commit.transform(present)).optional(),
  reviewers: logins.optional(),
  teams: logins.optional(),
  draft: z.boolean().optional(),
  merged: z.boolean().optional(),
  baseRef: z.string().optional(),
  headRef: z.string().optional(),
  headOwner: z.string().optional(),
});

const applied = { apply: z.boolean().optional() };
const limited = z.union([z.literal(403), z.literal(429)]).optional();

export const faultOrder = z.object({
  route: z.string(),
  always: z.boolean().optional(),
  fault: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("status"), status: z.int(), message: z.string().optional(), ...applied }),
    z.object({ kind: z.literal("html"), status: z.int().optional(), ...applied }),
    z.object({ kind: z.literal("secondary-limit"), status: limited, retryAfter: z.number().optional() }),
    z.object({ kind: z.literal("primary-limit"), status: limited, resetIn: z.number() }),
    z.object({ kind: z.literal("hang"), ...applied }),
    z.object({ kind: z.literal("reset"), ...applied }),
    z.object({ kind: z.literal("truncated") }),
    z.object({ kind: z.literal("empty"), ...applied }),
    z.object({ kind: z.literal("stale"), ms: z.number() }),
    z.object({ kind: z.literal("slow"), ms: z.number() }),
  ]),
});

export const installation = z.object({
  suspended: z.boolean().optional(),
  permissions: z.record(z.string(), z.enum(["read", "write"])).optional(),
  repositories: logins.optional(),
});

/** The same value without the properties that are undefined, as exact optional types want it. */
export type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

export function present<T extends object>(value: T): Present<T> {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept) as Present<T>;
}
