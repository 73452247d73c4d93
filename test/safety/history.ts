import fc from "fast-check";

/** Somebody does something on the one pull request of a history. */
export interface Act {
  readonly kind: ActKind;
  readonly by: PersonName;
  /** Whole seconds since the act before. */
  readonly gap: number;
  /** Which earlier comment an edit changes, which directory a push touches, which way a review goes. */
  readonly pick: number;
  /** How many deliveries arrive before the next act. */
  readonly arrivals: number;
}

export type ActKind =
  | "push"
  | "lgtm"
  | "lgtm cancel"
  | "hold"
  | "hold cancel"
  | "approve"
  | "approve cancel"
  | "edit"
  | "review"
  | "retarget";

/** ann wrote it, rita owns everything, rob owns docs, eve is a stranger. */
export type PersonName = "ann" | "rita" | "rob" | "eve";

export interface History {
  readonly acts: readonly Act[];
  /** Decide, one after the other and round again, which delivery arrives next and what happens to it on the way. */
  readonly dice: readonly number[];
  readonly lgtmActsAsApprove: boolean;
}

const KINDS: readonly { readonly weight: number; readonly kind: ActKind }[] = [
  { weight: 4, kind: "push" },
  { weight: 5, kind: "lgtm" },
  { weight: 2, kind: "lgtm cancel" },
  { weight: 2, kind: "hold" },
  { weight: 2, kind: "hold cancel" },
  { weight: 3, kind: "approve" },
  { weight: 2, kind: "approve cancel" },
  { weight: 2, kind: "edit" },
  { weight: 3, kind: "review" },
  { weight: 1, kind: "retarget" },
];

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.oneof(...KINDS.map(({ weight, kind }) => ({ weight, arbitrary: fc.constant(kind) }))),
  by: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<PersonName>("rita", "rob") },
    { weight: 1, arbitrary: fc.constantFrom<PersonName>("ann", "eve") },
  ),
  gap: fc.nat(4),
  pick: fc.nat(15),
  arrivals: fc.nat(3),
});

/** Up to twelve acts, their deliveries in any order, some of them twice or under another id, with restarts in between. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    acts: fc.array(act, { minLength: 1, maxLength: 12 }),
    dice: fc.array(fc.nat(9_999), { minLength: 8, maxLength: 24 }),
    lgtmActsAsApprove: fc.boolean(),
  })
  .map((history) => ({ ...history, acts: apart(history) }));

/**
 * GitHub keeps seconds, so what two people say in one second has no order; only a push may share its second, and lgtm
 * that of a push, where the push wins.
 */
function apart({ acts, lgtmActsAsApprove }: History): readonly Act[] {
  const near = new Set<ActKind>(["push", "lgtm", "lgtm cancel"]);
  return acts.map((one, index) => {
    const before = acts[index - 1];
    const both = before !== undefined && near.has(before.kind) && near.has(one.kind) && !lgtmActsAsApprove;
    return { ...one, gap: one.kind === "push" || both ? one.gap : Math.max(1, one.gap) };
  });
}
