import { createHmac } from "node:crypto";
import examples from "@octokit/webhooks-examples" with { type: "json" };

export interface CommentDelivery {
  readonly body: string;
  /** Numbers the comment, its delivery, and, over a few hundred of them, pull request and repository. */
  readonly index: number;
}

/** A webhook as it is posted. */
export interface SignedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** The repositories that the comments are made in. */
export const OWNER = "harbour";
const REPOSITORIES = 40;
const PULLS = 500;
const SIZE = 11_000;

const example = exampleComment();

/** GitHub's own example of a comment, put on a pull request of an App's installation and filled up to 11 KB. */
export function commentPayload({ body, index }: CommentDelivery): Buffer {
  const number = 1 + (index % PULLS);
  const name = `boats-${number % REPOSITORIES}`;
  const now = new Date().toISOString().replace(/\.\d+/, "");
  const { issue, comment, repository } = example;
  const payload = {
    ...example,
    issue: {
      ...issue,
      number,
      state: "open",
      updated_at: now,
      body: "",
      pull_request: { url: `${repository.url}/pulls/${number}` },
    },
    comment: { ...comment, id: 1_000_000 + index, body, created_at: now, updated_at: now },
    repository: {
      ...repository,
      id: 1_000 + (number % REPOSITORIES),
      name,
      full_name: `${OWNER}/${name}`,
      owner: { ...repository.owner, login: OWNER },
    },
    installation: { id: 7, node_id: "MDIzOjc=" },
  };
  payload.issue.body = "All the ropes are new. "
    .repeat(SIZE)
    .slice(0, Math.max(0, SIZE - JSON.stringify(payload).length));
  return Buffer.from(JSON.stringify(payload));
}

/** Signs a comment's webhook, under a delivery id that no other one of the run has. */
export function commentDelivery(comment: CommentDelivery, secret: string): SignedDelivery {
  const bytes = commentPayload(comment);
  const headers = {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/5a4d0bx",
    "x-github-delivery": guidOf(comment.index),
    "x-github-event": "issue_comment",
    "x-github-hook-id": "77",
    "x-github-hook-installation-target-id": "4242",
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`,
  };
  return { headers, bytes };
}

export function guidOf(index: number): string {
  return `72d3162e-cc78-11e3-81ab-${String(index).padStart(12, "0")}`;
}

interface Example {
  readonly action: string;
  readonly issue: object;
  readonly comment: object;
  readonly repository: { readonly url: string; readonly owner: object };
}

function exampleComment(): Example {
  const all = examples as unknown as readonly { readonly name: string; readonly examples: readonly Example[] }[];
  const created = (all.find(({ name }) => name === "issue_comment")?.examples ?? []).filter(isCreated);
  const [shortest] = created.toSorted((one, other) => JSON.stringify(one).length - JSON.stringify(other).length);
  if (shortest === undefined) throw new Error("there is no example of a comment");
  return shortest;
}

function isCreated({ action }: Example): boolean {
  return action === "created";
}
