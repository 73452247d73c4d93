import type { Comment, GitHub } from "../../../src/github/github.ts";
import type { Memory } from "../../../src/plugin-kit/memory.ts";

/** What the fake knows of one repository and one thread in it. */
export interface FakeState {
  labels: string[];
  assignees: string[];
  reviewers: string[];
  state: "open" | "closed";
  reason: string | undefined;
  comments: Comment[];
  readonly repositoryLabels: readonly string[];
  readonly collaborators: readonly string[];
  readonly members: readonly string[];
  readonly teams: Readonly<Record<string, readonly string[]>>;
  /** Path to text, on every branch. */
  readonly files: Readonly<Record<string, string>>;
  /** Whom GitHub takes neither as assignee nor as reviewer. */
  readonly refused: readonly string[];
}

export interface FakeGitHub {
  readonly github: GitHub;
  readonly state: FakeState;
  readonly memory: Memory;
  /** The requests a warm client would make, one line each, in order. */
  readonly calls: string[];
}

export const BOT = "bowsprit[bot]";

/** GitHub's verbs over a few lists, counting what would be requests. A verb it lacks throws, unless `verbs` brings it. */
export function fakeGitHub(start: Partial<FakeState> = {}, verbs: Partial<GitHub> = {}): FakeGitHub {
  const state: FakeState = {
    labels: [],
    assignees: [],
    reviewers: [],
    state: "open",
    reason: undefined,
    comments: [],
    repositoryLabels: [],
    collaborators: [],
    members: [],
    teams: {},
    files: {},
    refused: [],
    ...start,
  };
  const calls: string[] = [];
  const known = { ...threadVerbs(state, calls), ...peopleVerbs(state, calls), ...gitVerbs(state, calls), ...verbs };
  const github = new Proxy(known, {
    get(target, verb) {
      if (Reflect.has(target, verb) || typeof verb === "symbol") return Reflect.get(target, verb);
      throw new Error(`the fake GitHub has no verb ${verb}`);
    },
  });
  return { github: github as GitHub, state, calls, memory: memoryOf(new Map()) };
}

function threadVerbs(state: FakeState, calls: string[]): Partial<GitHub> {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const posted = (id: number, body: string): Comment => {
    const time = "2026-01-01T00:00:00Z";
    return { id, author: { login: BOT, type: "Bot" }, body, createdAt: time, updatedAt: time, url: "" };
  };
  return {
    botLogin: async () => BOT,
    labels: async () => [...state.labels],
    repositoryLabels: async () => state.repositoryLabels,
    issue: async (number) => ({
      number,
      isPull: false,
      title: "",
      body: "",
      author: { login: "alice", type: "User" },
      url: "",
      state: state.state,
      labels: state.labels,
      assignees: state.assignees,
    }),
    async addLabels(_number, labels) {
      const missing = labels.filter((label) => !state.labels.some((there) => same(there, label)));
      if (missing.length === 0) return;
      calls.push(`add ${missing.join(",")}`);
      state.labels = [...state.labels, ...missing];
    },
    async removeLabel(_number, label) {
      calls.push(`remove ${label}`);
      state.labels = state.labels.filter((there) => !same(there, label));
    },
    async comments() {
      calls.push("comments");
      return [...state.comments];
    },
    async comment(_number, body) {
      calls.push("comment");
      state.comments.push(posted(1000 + state.comments.length, body));
    },
    async deleteComment(id) {
      calls.push(`delete comment ${id}`);
      state.comments = state.comments.filter((comment) => comment.id !== id);
    },
    async react(_target, reaction) {
      calls.push(`react ${reaction}`);
    },
    async close(_number, reason) {
      calls.push("close");
      state.state = "closed";
      state.reason = reason;
    },
    async reopen() {
      calls.push("reopen");
      state.state = "open";
      state.reason = undefined;
    },
  };
}

function peopleVerbs(state: FakeState, calls: string[]): Partial<GitHub> {
  const without = (people: readonly string[], gone: readonly string[]) => people.filter((one) => !gone.includes(one));
  return {
    async assign(_number, logins) {
      calls.push(`assign ${logins.join(",")}`);
      state.assignees = [...new Set([...state.assignees, ...without(logins, state.refused)])];
      return logins.filter((login) => state.refused.includes(login));
    },
    async unassign(_number, logins) {
      calls.push(`unassign ${logins.join(",")}`);
      state.assignees = without(state.assignees, logins);
    },
    async requestReviewers(_number, reviewers) {
      calls.push(`request ${reviewers.join(",")}`);
      state.reviewers = [...new Set([...state.reviewers, ...without(reviewers, state.refused)])];
      return reviewers.filter((reviewer) => state.refused.includes(reviewer));
    },
    async removeReviewers(_number, reviewers) {
      calls.push(`unrequest ${reviewers.join(",")}`);
      state.reviewers = without(state.reviewers, reviewers);
    },
    async isCollaborator(login) {
      calls.push(`collaborator ${login}`);
      return state.collaborators.includes(login);
    },
    async isMember(login) {
      calls.push(`member ${login}`);
      return state.members.includes(login);
    },
    async teamMembers(_org, slug) {
      calls.push(`team ${slug}`);
      const members = new Map(Object.entries(state.teams)).get(slug);
      return members === undefined ? undefined : new Set(members);
    },
  };
}

function gitVerbs(state: FakeState, calls: string[]): Partial<GitHub> {
  return {
    async branchHead(branch) {
      calls.push(`head ${branch}`);
      return "c0ffee";
    },
    tree: async () => ({
      entries: Object.keys(state.files).map((path) => ({ path, type: "blob", mode: "100644", id: path })),
      truncated: false,
    }),
    blob: async (id) => new Map(Object.entries(state.files)).get(id) ?? "",
  };
}

/** A plugin's memory that ends with the test. */
export function memoryOf(kept: Map<string, string>): Memory {
  return {
    recall: async (number, key) => kept.get(`${number} ${key}`),
    remember: async (number, key, value) => void kept.set(`${number} ${key}`, value),
  };
}
