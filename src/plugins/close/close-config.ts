import type { z } from "zod";
import { part, text, texts } from "../../config/fields.ts";
import { scopedList } from "../../config/section.ts";
import type { CloseReason } from "../../github/github.ts";

const extras = (reason: string) =>
  part(`What goes with closing as ${reason}.`, {
    comment: text("A comment to post as well."),
    labels: texts("Labels to set as well."),
  });

/** `close: [{ repos, reasons: { not-planned: { comment, labels } } }]`: what closing with a reason says and sets besides. */
export const closeConfig = scopedList("close", {
  reasons: part("What goes with closing, by reason.", {
    completed: extras("completed"),
    "not-planned": extras("not planned"),
    duplicate: extras("a duplicate"),
  }),
});

/** A comment and labels that go with a reason; empty where none is configured. */
export type CloseExtras = z.output<ReturnType<typeof extras>>;

export type CloseConfig = ReturnType<typeof closeConfig.resolve>;

export function extrasFor({ reasons: configured }: CloseConfig, reason: CloseReason): CloseExtras {
  return configured[reason === "not_planned" ? "not-planned" : reason];
}

/** What the section means for one repository, for help. */
export function describeClose(config: CloseConfig): string {
  return Object.entries(config.reasons)
    .flatMap(([reason, { comment, labels }]) => {
      const parts = [
        ...(comment === "" ? [] : ["says a configured text"]),
        ...labels.map((label) => `sets \`${label}\``),
      ];
      return parts.length === 0 ? [] : [`Closing as ${reason} also ${parts.join(", ")}.`];
    })
    .join(" ");
}
