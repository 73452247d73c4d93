import { existsSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Call } from "../../../src/inbox/sqlite/run-batch.ts";
import { openStoreFiles, type StoreFiles } from "../../../src/inbox/sqlite/store-files.ts";
import { copyOf, delivery, temporaryDirectory } from "../rig.ts";

const count: Call = { name: "pending", argument: null };

function put(guid: string, { started = false, bytes = 10 } = {}): Call {
  const body = new Uint8Array(bytes).fill(guid.length);
  return { name: "put", argument: { delivery: delivery(guid, { body }), started, now: 1 } };
}

function content(id: number): Call {
  return { name: "content", argument: { id } };
}

function journalOf(directory: string): string {
  return join(directory, "inbox.db-arrivals");
}

function open(directory = temporaryDirectory()): StoreFiles & { readonly directory: string } {
  return { ...openStoreFiles(directory, 0), directory };
}

/** What a process that dies now leaves behind, opened again. */
function afterDeath({ directory }: { readonly directory: string }) {
  return open(copyOf(directory));
}

function rows({ sql }: StoreFiles): unknown {
  return sql.prepare("select count(*) from delivery").first()?.[0];
}

function guids(files: StoreFiles): readonly string[] {
  const [answer] = files.run([count]);
  const pending = answer !== undefined && "value" in answer ? (answer.value as { guid: string }[]) : [];
  return pending.map(({ guid }) => guid);
}

describe("deliveries that come alone", () => {
  it("are kept without the database, which takes them over with whatever it is asked next", () => {
    const files = open();
    expect(files.run([put("a"), put("b")])).toEqual([
      { value: { result: "stored", id: 1, revived: false } },
      { value: { result: "stored", id: 2, revived: false } },
    ]);
    const before = rows(files);
    const asked = guids(files);
    expect([before, asked, rows(files)]).toEqual([0, ["a", "b"], 2]);
  });

  it("are there after a death, with their numbers, their bytes and whether they were started", () => {
    const files = open();
    files.run([put("a", { started: true, bytes: 3 }), put("bb")]);
    files.run([put("ccc", { bytes: 2_000_000 })]);
    const again = afterDeath(files);
    const [recovered, , , third] = again.run([
      { name: "recover", argument: { crashes: 3, now: 2 } },
      content(1),
      content(2),
      content(3),
    ]);
    expect(recovered).toEqual({ value: { interrupted: 1, quarantined: [] } });
    const body = third !== undefined && "value" in third ? (third.value as { body: Uint8Array }).body : undefined;
    expect(body?.byteLength === 2_000_000 && body.every((byte) => byte === 3)).toBe(true);
    expect(guids(again)).toEqual(["a", "bb", "ccc"]);
  });

  it("are known when they come again: in one batch, in the next, after a death and when the database has them", () => {
    const files = open();
    const first = files.run([put("a"), put("a")]);
    const second = files.run([put("a")]);
    const third = afterDeath(files).run([put("a")]);
    files.run([count]);
    const fourth = files.run([put("a")]);
    const stored = { value: { result: "stored", id: 1, revived: false } };
    const duplicate = { value: { result: "duplicate" } };
    expect([first, second, third, fourth]).toEqual([[stored, duplicate], [duplicate], [duplicate], [duplicate]]);
  });

  it("bring back to life what was dead", () => {
    const files = open();
    files.run([put("a"), count]);
    files.run([{ name: "finish", argument: { id: 1, state: "dead", error: "over", steps: [], now: 2 } }]);
    expect(files.run([put("b"), put("a")])).toEqual([
      { value: expect.objectContaining({ result: "stored", revived: false }) },
      { value: { result: "stored", id: 1, revived: true } },
    ]);
    expect(guids(files)).toEqual(["a", "b"]);
  });

  it("never share a number with what the database was given meanwhile", () => {
    const files = open();
    files.run([put("a")]);
    files.run([put("b"), count]);
    files.run([put("c")]);
    const again = afterDeath(files);
    again.run([put("d")]);
    const [pending] = again.run([count]);
    expect(pending).toMatchObject({
      value: [{ guid: "a", id: 1 }, { id: 2 }, { guid: "c", id: 3 }, { guid: "d", id: 4 }],
    });
  });

  it("are taken over once, however often the process dies, and their room is used again", () => {
    const files = open();
    files.run([put("a", { bytes: 5_000 })]);
    files.run([{ name: "finish", argument: { id: 1, state: "done", error: null, steps: [], now: 2 } }]);
    const size = statSync(journalOf(files.directory)).size;
    const once = afterDeath(files);
    expect(guids(once)).toEqual([]);
    expect(guids(afterDeath(once))).toEqual([]);
    files.run([put("b", { bytes: 1_000 })]);
    expect(statSync(journalOf(files.directory)).size).toBe(size);
    expect(guids(afterDeath(files))).toEqual(["b"]);
  });

  it.each<[string, (file: string) => void]>([
    ["cut off", (file) => truncateSync(file, statSync(file).size - 1)],
    ["cut off in its header", (file) => truncateSync(file, Math.ceil(statSync(file).size / 2) + 5)],
    [
      "torn",
      (file) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 4] = 0xff;
        writeFileSync(file, bytes);
      },
    ],
  ])("are all there up to a batch that is %s", (_, harm) => {
    const files = open();
    files.run([put("a")]);
    files.run([put("b")]);
    const copy = copyOf(files.directory);
    harm(journalOf(copy));
    const again = open(copy);
    expect(guids(again)).toEqual(["a"]);
    again.run([put("c")]);
    expect(guids(afterDeath(again))).toEqual(["a", "c"]);
  });

  it("leave one file when the store is closed", () => {
    const files = open();
    files.run([put("a")]);
    files.close();
    expect(statSync(journalOf(files.directory)).size).toBe(0);
    expect(guids(open(copyOf(files.directory)))).toEqual(["a"]);
  });

  it.runIf(existsSync("/dev/full"))("are refused when the disk has no room, and none of the batch is kept", () => {
    const directory = temporaryDirectory();
    symlinkSync("/dev/full", journalOf(directory));
    const files = open(directory);
    const error = { code: "ENOSPC", message: expect.stringContaining("no space left") };
    expect(files.run([put("a"), put("b")])).toEqual([{ error }, { error }]);
    expect(guids(files)).toEqual([]);
    files.close();
  });

  it("are what a model says, whatever comes between and whenever the process dies", () => {
    const guid = fc.constantFrom(..."abcdefgh");
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.record({ put: fc.array(guid, { minLength: 1, maxLength: 4 }) }) },
      {
        weight: 1,
        arbitrary: fc.record({ put: fc.array(guid, { minLength: 1, maxLength: 3 }), read: fc.constant(true) }),
      },
      { weight: 2, arbitrary: fc.constantFrom("read" as const, "die" as const, "close" as const, "finish" as const) },
    );
    const run = (acts: readonly (typeof act extends fc.Arbitrary<infer A> ? A : never)[]) => {
      let files = open();
      const seen = new Set<string>();
      const done = new Set<string>();
      for (const each of acts) {
        if (each === "die") files = afterDeath(files);
        else if (each === "close") {
          files.close();
          files = open(copyOf(files.directory));
        } else if (each === "finish") {
          const [first] = guids(files);
          if (first !== undefined) done.add(first);
          const id = files.sql.prepare("select id from delivery where state = 'pending' order by id").first()?.[0];
          files.run([{ name: "finish", argument: { id, state: "done", error: null, steps: [], now: 3 } }]);
        } else if (each !== "read") {
          const fresh = each.put.map((name) => !seen.has(name) && seen.add(name) !== undefined);
          const answers = files.run([...each.put.map((name) => put(name)), ...("read" in each ? [count] : [])]);
          const stored = answers.slice(0, fresh.length).map((answer) => JSON.stringify(answer).includes("stored"));
          expect(stored).toEqual(fresh);
        }
        if (each === "read") expect([...guids(files)]).toEqual([...seen].filter((name) => !done.has(name)));
      }
      expect([...guids(files)]).toEqual([...seen].filter((name) => !done.has(name)));
      files.abandon();
    };
    fc.assert(fc.property(fc.array(act, { maxLength: 14 }), run), { numRuns: 40 });
  });
});
