import { z } from "zod";
import { global, type SectionProblem } from "../../config/section.ts";
import type { SizeThresholds } from "./classify-size.ts";

const DEFAULTS: SizeThresholds = { s: 10, m: 30, l: 100, xl: 500, xxl: 1000 };

const threshold = (size: keyof SizeThresholds) =>
  z
    .int()
    .nullish()
    .meta({
      description: `Changed lines from which a change is \`size/${size.toUpperCase()}\`.`,
      defaultValue: DEFAULTS[size],
    });

const schema = z.object({
  s: threshold("s"),
  m: threshold("m"),
  l: threshold("l"),
  xl: threshold("xl"),
  xxl: threshold("xxl"),
});

/** The section as written: a threshold that is missing, null or 0 has its default. */
export type SizeConfig = z.output<typeof schema>;

const ORDER = ["s", "m", "l", "xl", "xxl"] as const;

/** `size:` of plugins.yaml. */
export const sizeConfig = { ...global("size", schema), check: checkOrder };

/** Fills in the defaults. Prow: pkg/plugins/size, sizesOrDefault. */
export function sizeThresholds(config: SizeConfig): SizeThresholds {
  return {
    s: config.s || DEFAULTS.s,
    m: config.m || DEFAULTS.m,
    l: config.l || DEFAULTS.l,
    xl: config.xl || DEFAULTS.xl,
    xxl: config.xxl || DEFAULTS.xxl,
  };
}

/** Prow compares what is written, with 0 for what is not, so that setting only `s` is refused there too. */
function checkOrder(section: unknown): readonly SectionProblem[] {
  const written = schema.safeParse(section ?? {});
  if (!written.success) return [];
  return ORDER.slice(1).flatMap((key, index) => {
    const smaller = ORDER[index] ?? "s";
    if ((written.data[smaller] ?? 0) <= (written.data[key] ?? 0)) return [];
    return [{ path: [smaller], message: outOfOrder(smaller, key) }];
  });
}

function outOfOrder(smaller: string, larger: string): string {
  return `\`${smaller}\` is larger than \`${larger}\`; write all five thresholds, each at least as large as the one before (a missing one counts as 0)`;
}
