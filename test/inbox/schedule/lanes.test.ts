import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lanes } from "../../../src/inbox/schedule/lanes.ts";

interface Entry {
  readonly n: number;
  readonly lane: string;
  readonly group: string;
}

function entry(n: number, lane: string, group = "g"): Entry {
  return { n, lane, group };
}

function take(lanes: Lanes<Entry>): number[] {
  const taken: number[] = [];
  for (let next = lanes.next(); next !== undefined; next = lanes.next()) taken.push(next.n);
  return taken;
}

describe("Lanes", () => {
  it("runs one of a lane at a time, in order", () => {
    const lanes = new Lanes<Entry>({ running: 10, perGroup: 10 });
    const [a, b, c] = [entry(1, "x"), entry(2, "x"), entry(3, "y")];
    for (const each of [a, b, c]) lanes.add(each);
    expect(take(lanes)).toEqual([1, 3]);
    lanes.end(a);
    expect(take(lanes)).toEqual([2]);
  });

  it("keeps to the limit overall and to that of a group, and lets groups take turns", () => {
    const lanes = new Lanes<Entry>({ running: 4, perGroup: 3 });
    const crowd = [1, 2, 3, 4, 5].map((n) => entry(n, `a${n}`, "a"));
    for (const each of [...crowd, entry(6, "b1", "b"), entry(7, "b2", "b")]) lanes.add(each);
    expect(take(lanes)).toEqual([1, 6, 2, 7]);
    lanes.end(entry(6, "b1", "b"));
    expect(take(lanes)).toEqual([3]);
    lanes.end(entry(7, "b2", "b"));
    expect(take(lanes)).toEqual([]);
    lanes.end(entry(1, "a1", "a"));
    expect(take(lanes)).toEqual([4]);
  });

  it("holds back the lane of an entry that waits, and lets it pass when told", () => {
    const lanes = new Lanes<Entry>({ running: 10, perGroup: 10 });
    const [a, b, c] = [entry(1, "x"), entry(2, "x"), entry(3, "x")];
    for (const each of [a, b, c]) lanes.add(each);
    take(lanes);
    lanes.hold(a);
    expect([take(lanes), lanes.running]).toEqual([[], 0]);
    lanes.setAside(a);
    expect([take(lanes), lanes.overtakes(b)]).toEqual([[2], true]);
    lanes.bringBack(a);
    expect(take(lanes)).toEqual([]);
    lanes.end(b);
    expect([take(lanes), lanes.overtakes(a)]).toEqual([[1], false]);
  });

  it("lets another group use a lane of the same name while the first group is parked", () => {
    const lanes = new Lanes<Entry>({ running: 10, perGroup: 10 });
    lanes.park("old");
    lanes.add(entry(1, "x", "old"));
    lanes.add(entry(2, "x", "new"));
    expect(take(lanes)).toEqual([2]);
    lanes.letGo("old");
    expect(take(lanes)).toEqual([1]);
  });

  it("does not reserve past an entry that is still on its way", () => {
    const lanes = new Lanes<Entry>({ running: 1, perGroup: 1 });
    const other = entry(0, "other");
    expect(lanes.reserve(other)).toBe(true);
    const [a, b] = [entry(1, "x"), entry(2, "x")];
    expect(lanes.reserve(a)).toBe(false);
    lanes.announce(a);
    lanes.end(other);
    expect(lanes.reserve(b)).toBe(false);
    lanes.announce(b);
    lanes.arrive(a);
    lanes.arrive(b);
    expect(take(lanes)).toEqual([1]);
  });

  it("remembers a lane while one of its entries is on its way or aside", () => {
    const lanes = new Lanes<Entry>({ running: 9, perGroup: 9 });
    const [a, b, c] = [entry(1, "x"), entry(2, "x"), entry(3, "x")];
    expect(lanes.reserve(a)).toBe(true);
    lanes.announce(b);
    lanes.end(a);
    expect(lanes.reserve(c)).toBe(false);
    lanes.arrive(b);
    take(lanes);
    lanes.hold(b);
    lanes.setAside(b);
    lanes.add(c);
    expect([take(lanes), lanes.overtakes(c)]).toEqual([[3], true]);
  });

  it("forgets a lane whose only entry did not come", () => {
    const lanes = new Lanes<Entry>({ running: 9, perGroup: 9 });
    lanes.announce(entry(1, "x"));
    lanes.withdraw(entry(1, "x"));
    expect(lanes.size).toBe(0);
  });

  it("does not reserve past what is ready to run", () => {
    const lanes = new Lanes<Entry>({ running: 1, perGroup: 1 });
    lanes.add(entry(1, "x"));
    expect(lanes.reserve(entry(2, "y"))).toBe(false);
  });

  it("keeps order and limits, loses nothing and forgets everything, whatever happens", () => {
    const command = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant("add" as const), lane: fc.nat(4) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("end" as const, "hold" as const), pick: fc.nat() }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constantFrom("resume" as const, "aside" as const, "back" as const),
          pick: fc.nat(),
        }),
      },
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 80, size: "max" }), (commands) => {
        const model = new Model();
        for (const each of commands) model.apply(each);
        model.finish();
      }),
    );
  });
});

type Command =
  | { readonly kind: "add"; readonly lane: number }
  | { readonly kind: "end" | "hold" | "resume" | "aside" | "back"; readonly pick: number };

/** Runs commands and checks after each what must always hold. */
class Model {
  readonly limits = { running: 3, perGroup: 2 };
  readonly lanes = new Lanes<Entry>(this.limits);
  readonly running: Entry[] = [];
  readonly held: Entry[] = [];
  readonly aside: Entry[] = [];
  readonly seen = new Set<number>();
  /** The youngest of each lane that ever ran. */
  readonly latest = new Map<string, number>();
  ended = 0;
  added = 0;

  apply(command: Command): void {
    if (command.kind === "add") this.lanes.add(entry(this.added++, `l${command.lane}`, `g${command.lane % 2}`));
    else if (command.kind === "end") this.move(this.running, command.pick, (each) => this.end(each));
    else if (command.kind === "hold") this.move(this.running, command.pick, (each) => this.hold(each));
    else if (command.kind === "resume") this.move(this.held, command.pick, (each) => this.lanes.resume(each));
    else if (command.kind === "aside") this.move(this.held, command.pick, (each) => this.setAside(each));
    else this.move(this.aside, command.pick, (each) => this.lanes.bringBack(each));
    this.pump();
  }

  finish(): void {
    for (let turn = 0; turn < this.added * 3 + 3; turn++) {
      this.move(this.held, 0, (each) => this.lanes.resume(each));
      this.move(this.aside, 0, (each) => this.lanes.bringBack(each));
      this.move(this.running, 0, (each) => this.end(each));
      this.pump();
    }
    expect([this.ended, this.lanes.running, this.lanes.size]).toEqual([this.added, 0, 0]);
  }

  private move(from: Entry[], pick: number, then: (entry: Entry) => void): void {
    const [each] = from.splice(from.length === 0 ? 0 : pick % from.length, 1);
    if (each !== undefined) then(each);
  }

  private end(each: Entry): void {
    this.ended++;
    this.lanes.end(each);
  }

  private hold(each: Entry): void {
    this.held.push(each);
    this.lanes.hold(each);
  }

  private setAside(each: Entry): void {
    this.aside.push(each);
    this.lanes.setAside(each);
  }

  private pump(): void {
    for (let next = this.lanes.next(); next !== undefined; next = this.lanes.next()) {
      const { lane, n } = next;
      expect([...this.running, ...this.held].map((each) => each.lane)).not.toContain(lane);
      if (!this.seen.has(n)) expect(n).toBeGreaterThan(this.latest.get(lane) ?? -1);
      this.latest.set(lane, Math.max(n, this.latest.get(lane) ?? -1));
      this.seen.add(n);
      this.running.push(next);
    }
    expect(this.running.length).toBe(this.lanes.running);
    expect(this.running.length).toBeLessThanOrEqual(this.limits.running);
    for (const group of ["g0", "g1"]) {
      expect(this.running.filter((each) => each.group === group).length).toBeLessThanOrEqual(this.limits.perGroup);
    }
  }
}
