import { expect, it } from "vitest";
import { silentLogger } from "../../src/log.ts";
import { createOwnersLoader } from "../../src/owners/load-owners.ts";
import { buildOwnersTable } from "../../src/owners/owners-table.ts";
import { parseOwners } from "../../src/owners/parse-owners.ts";

const noAliases = new Map<string, ReadonlySet<string>>();

it("compiles no more patterns of one table than are cheap, and keeps what came before", () => {
  const many = Array.from({ length: 90 }, (_, n) => `  'x{1000}${n}': { approvers: [p] }`).join("\n");
  const kept = buildOwnersTable([["", parseOwners(`filters:\n${many}`)]], noAliases).get("")?.rules.approvers ?? [];
  expect(kept.length).toBe(49);
});

it("lets others have their turn between two OWNERS files", async () => {
  const paths = Array.from({ length: 20 }, (_, n) => `d${n}/OWNERS`);
  const entries = paths.map((path) => ({ path, type: "blob" as const, mode: "100644", id: path }));
  const source = {
    tree: async () => ({ entries, truncated: false }),
    blob: async () => "approvers: [pat]",
    collaborators: async () => new Set<string>(),
  };
  const settings = {
    ...{ fileName: "OWNERS", aliasesPath: "OWNERS_ALIASES", markdownFrontMatter: false, skipCollaborators: true },
    ignoredDirectories: [],
  };
  let turns = 0;
  let loading = true;
  const count = () => {
    turns += 1;
    if (loading) setImmediate(count);
  };
  setImmediate(count);
  await createOwnersLoader().load(source, "c", { settings, log: silentLogger() });
  loading = false;
  expect(turns).toBeGreaterThanOrEqual(paths.length);
});
