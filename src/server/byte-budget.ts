/**
 * How many bytes of unfinished requests may be in memory at once. Small requests keep a share that large ones cannot
 * take, so that a flood of large bodies does not starve ordinary deliveries.
 */
export interface ByteBudget {
  /** Reserves bytes for a request; false when there is no room. */
  take(bytes: number, size: "small" | "large"): boolean;
  give(bytes: number, size: "small" | "large"): void;
}

export interface ByteBudgetOptions {
  /** Bytes in all. */
  readonly total: number;
  /** Bytes of the total that only small requests may use. */
  readonly keptForSmall: number;
}

export function createByteBudget({ total, keptForSmall }: ByteBudgetOptions): ByteBudget {
  const used = { small: 0, large: 0 };
  return {
    take(bytes, size) {
      const all = used.small + used.large + bytes;
      if (all > total) return false;
      if (size === "large" && used.large + bytes > total - keptForSmall) return false;
      used[size] += bytes;
      return true;
    },
    give(bytes, size) {
      used[size] -= bytes;
    },
  };
}
