/** Payloads as small as the bot lets them be, for tests that say only what matters. */

export const HEAD = "a".repeat(40);

type Json = Record<string, unknown>;

export interface TextOptions {
  readonly by?: string;
  readonly type?: string;
  readonly sender?: string;
  /** GitHub's number of the sender, where it is another than the login's. */
  readonly senderId?: number;
  readonly action?: string;
  readonly from?: string;
  readonly isPull?: boolean;
  readonly state?: "open" | "closed";
  readonly at?: string;
}

/** One number a login, as GitHub gives them. */
function idOf(login: string): number {
  return Array.from(login.toLowerCase()).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 1) + 1;
}

export function user(login: string, type = "User"): Json {
  return { login, id: idOf(login), type };
}

export const repository: Json = {
  id: 7,
  name: "App",
  full_name: "Acme/App",
  owner: user("Acme", "Organization"),
  default_branch: "main",
  private: false,
};

const AT = "2026-01-02T03:04:05Z";

export function base(sender = "alice", type = "User"): Json {
  return { repository, sender: user(sender, type), installation: { id: 42 } };
}

export function issue(over: Json = {}): Json {
  return {
    number: 5,
    title: "A title",
    body: "",
    state: "open",
    user: user("author"),
    labels: [],
    assignees: [],
    html_url: "https://github.com/Acme/App/issues/5",
    created_at: AT,
    updated_at: AT,
    ...over,
  };
}

export function pull(over: Json = {}): Json {
  const branch = { ref: "main", sha: HEAD, repo: repository };
  return { ...issue(), draft: false, merged: false, base: branch, head: branch, requested_reviewers: [], ...over };
}

/** An `issue_comment`, created unless said otherwise, on a pull request unless said otherwise. */
export function comment(body: string, options: TextOptions = {}): Json {
  const { by = "alice", type = "User", action = "created", at = AT } = options;
  const thread = issue({ state: options.state ?? "open" });
  const from = base(options.sender ?? by, type);
  const { senderId: id } = options;
  return {
    ...from,
    ...(id === undefined ? {} : { sender: { ...user(options.sender ?? by, type), id } }),
    action,
    issue: options.isPull === false ? thread : { ...thread, pull_request: {} },
    comment: {
      id: 99,
      body,
      user: user(by, type),
      html_url: "https://github.com/Acme/App/pull/5#issuecomment-99",
      created_at: AT,
      updated_at: at,
    },
    ...(options.from === undefined ? {} : { changes: { body: { from: options.from } } }),
  };
}

export function bytes(payload: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(payload));
}
