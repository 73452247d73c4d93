import { describe, expect, it } from "vitest";
import type { Call } from "../../../src/inbox/sqlite/run-batch.ts";
import { openStoreFiles } from "../../../src/inbox/sqlite/store-files.ts";
import { delivery, temporaryDirectory } from "../rig.ts";

function open() {
  const batches = openStoreFiles(temporaryDirectory(), 0);
  return { sql: batches.sql, batches };
}

function put(guid: string, bytes = 10): Call {
  const argument = { delivery: delivery(guid, { body: new Uint8Array(bytes) }), started: false, now: 1 };
  return { name: "put", argument };
}

const count: Call = { name: "pending", argument: null };

describe("a batch", () => {
  it("answers each call in its place, reads after the writes they came with", () => {
    const { batches } = open();
    const answers = batches.run([count, put("a"), put("a"), { name: "valueGet", argument: { key: "none" } }]);
    expect(answers).toMatchObject([
      { value: [{ guid: "a" }] },
      { value: { result: "stored", id: 1 } },
      { value: { result: "duplicate" } },
      { value: undefined },
    ]);
  });

  it("does not let one impossible call spoil the others", () => {
    const { batches } = open();
    const impossible: Call = { name: "valueSet", argument: { key: "a", value: null, until: null } };
    const answers = batches.run([put("a"), impossible, put("b")]);
    expect(answers).toMatchObject([
      { value: { result: "stored" } },
      { error: { code: expect.stringContaining("SQLITE_CONSTRAINT") } },
      { value: { result: "stored" } },
    ]);
    expect(batches.run([count])).toMatchObject([{ value: [{ guid: "a" }, { guid: "b" }] }]);
  });

  it("keeps nothing of a batch that the disk has no room for, reads on, and writes again when there is room", () => {
    const { sql, batches } = open();
    batches.run([put("before"), count]);
    const pages = Number(sql.prepare("pragma page_count").first()?.[0]);
    sql.prepare(`pragma max_page_count = ${pages + 5}`).all();
    const answers = batches.run([put("small"), put("large", 100_000), count]);
    expect(answers).toMatchObject([
      { error: { code: "SQLITE_FULL" } },
      { error: { code: "SQLITE_FULL" } },
      { value: [{ guid: "before" }] },
    ]);
    expect(sql.inTransaction).toBe(false);
    sql.prepare("pragma max_page_count = 100000").all();
    expect(batches.run([put("small"), put("large", 100_000)])).toMatchObject([
      { value: { result: "stored" } },
      { value: { result: "stored" } },
    ]);
  });
});
