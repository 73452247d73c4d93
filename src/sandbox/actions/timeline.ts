import type { Acting } from "../state/actor.ts";
import type { Issue, TimelineEntry } from "../state/records.ts";

type Detail = Omit<TimelineEntry, "id" | "actor" | "createdAt" | "event">;

/** Adds a line to an issue's history and marks it changed. A world being set up leaves no line. */
export function remember(acting: Acting, issue: Issue, event: string, detail: Detail = {}): void {
  const { world, by } = acting;
  issue.updatedAt = world.now();
  if (world.quiet) return;
  issue.timeline.push({ id: world.nextId(), event, actor: by.account, createdAt: world.now(), ...detail });
}
