import { z } from "zod";
import { scopedList, stringList } from "../../config/section.ts";
import type { CloseReason } from "../../github/github.ts";

const extras = z.preprocess(
  (value) => value ?? {},
  z.object({
    comment: z
      .string()
      .nullish()
      .transform((text) => text ?? ""),
    labels: stringList,
  }),
);

const reasons = z.preprocess(
  (value) => value ?? {},
  z.object({ completed: extras, "not-planned": extras, duplicate: extras }),
);

/** `close: [{ repos, reasons: { not-planned: { comment, labels } } }]`: what closing with a reason says and sets besides. */
export const closeConfig = scopedList("close", { reasons });

/** A comment and labels that go with a reason; empty where none is configured. */
export type CloseExtras = z.output<typeof extras>;

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
