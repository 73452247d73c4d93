import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RepositoryHandle } from "../../sandbox/state/repository-handle.ts";
import { harbourFiles } from "./harbour-files.ts";

const LABELS = [
  "approved",
  "area/charts",
  "area/engine",
  "area/hull",
  "do-not-merge/hold",
  "do-not-merge/work-in-progress",
  "good berth",
  "kind/support",
  "lgtm",
  ...["XS", "S", "M", "L", "XL", "XXL"].map((size) => `size/${size}`),
  "triage/accepted",
];

/** Puts the demo's organisation, people and repository into an empty sandbox; nothing of it sends a webhook. */
export function buildHarbour(sandbox: Sandbox): RepositoryHandle {
  const { world } = sandbox;
  for (const login of ["mara", "rita", "otto", "theo", "dora", "sam", "nils", "eva"]) world.createUser(login);
  world.createOrganization({
    login: "harbour",
    members: { mara: "admin", rita: "member", otto: "member", theo: "member", dora: "member" },
  });
  return world.createRepository({
    owner: "harbour",
    name: "boats",
    files: harbourFiles,
    labels: LABELS,
    collaborators: { mara: "admin", rita: "write", otto: "write", theo: "write", dora: "write" },
  });
}
