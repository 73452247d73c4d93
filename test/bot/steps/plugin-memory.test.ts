import { expect, it } from "vitest";
import { pluginMemory } from "../../../src/bot/steps/plugin-memory.ts";
import { valuesOf } from "../fake-bot.ts";

const clock = { now: () => 0 };

it("keeps repositories, subjects, plugins and keys apart", async () => {
  const values = valuesOf(new Map());
  const first = pluginMemory({ values, clock, repository: 1, plugin: "lgtm" });
  await first.remember(5, "k", "v");
  const others = [
    pluginMemory({ values, clock, repository: 2, plugin: "lgtm" }).recall(5, "k"),
    pluginMemory({ values, clock, repository: 1, plugin: "hold" }).recall(5, "k"),
    first.recall(6, "k"),
    first.recall(5, "l"),
  ];
  expect([await first.recall(5, "k"), ...(await Promise.all(others))]).toEqual(["v", ...others.map(() => undefined)]);
});

it("asks for sixty days", async () => {
  const asked: (number | undefined)[] = [];
  const values = {
    get: async () => undefined,
    set: async (_k: string, _v: string, until?: number) => void asked.push(until),
  };
  await pluginMemory({ values, clock: { now: () => 1_000 }, repository: 1, plugin: "p" }).remember(1, "k", "v");
  expect(asked).toEqual([1_000 + 60 * 86_400_000]);
});
