const length = 607;
const tap = 273;
const int32Max = 2n ** 31n - 1n;
const mask64 = 2n ** 64n - 1n;
/** How often Go's authors ran the generator before they froze its state into their table. */
const warmUp = 7_800_000_000_000n;

/** The permutation of 0 … n-1 that Go's `rand.New(rand.NewSource(seed)).Perm(n)` gives. */
export function goPermutation(seed: number, n: number): number[] {
  const random = new GoRandom(seed);
  const order: number[] = [];
  for (let index = 0; index < n; index += 1) {
    const other = random.int31n(index + 1);
    order[index] = order[other] ?? index;
    order[other] = index;
  }
  return order;
}

/** Go's default random source of math/rand: an additive lagged Fibonacci generator over 64 bits. */
class GoRandom {
  private readonly state: bigint[];
  private tap = 0;
  private feed = length - tap;

  constructor(seed: number) {
    const numbers = seedNumbers(BigInt(seed), 40n, 20n);
    const table = warmTable();
    this.state = numbers.map((number, index) => number ^ at(table, index));
  }

  /** A number from 0 to n-1; n is at most 2^31-1. */
  int31n(n: number): number {
    if ((n & (n - 1)) === 0) return this.int31() & (n - 1);
    const limit = 2 ** 31 - 1 - (2 ** 31 % n);
    let value = this.int31();
    while (value > limit) value = this.int31();
    return value % n;
  }

  private int31(): number {
    return Number((this.next() >> 32n) & int32Max);
  }

  private next(): bigint {
    this.tap = (this.tap + length - 1) % length;
    this.feed = (this.feed + length - 1) % length;
    const value = (at(this.state, this.feed) + at(this.state, this.tap)) & mask64;
    this.state[this.feed] = value;
    return value;
  }
}

/** 607 numbers of three draws each from the Lehmer generator that Go seeds with. */
function seedNumbers(seed: bigint, highShift: bigint, lowShift: bigint): bigint[] {
  let draw = ((seed % int32Max) + int32Max) % int32Max || 89_482_311n;
  const next = () => {
    draw = (draw * 48_271n) % int32Max;
    return draw;
  };
  for (let skipped = 0; skipped < 20; skipped += 1) next();
  return Array.from({ length }, () => ((next() << highShift) ^ (next() << lowShift) ^ next()) & mask64);
}

let table: readonly bigint[] | undefined;

/** Computed once, because the formula is shorter than its 607 results. */
function warmTable(): readonly bigint[] {
  table ??= computeWarmTable();
  return table;
}

/**
 * The state after `warmUp` steps from seed 1. Each new value is the sum of those 607 and 273 steps back, so the n-th is a
 * fixed mix of the first 607, whose weights are the remainder of x^n by x^607 - x^334 - 1.
 */
function computeWarmTable(): readonly bigint[] {
  const start = seedNumbers(1n, 20n, 10n);
  const history = Array.from({ length }, (_, index) => at(start, slotAt(index + 1)));
  for (let index = length; index < 2 * length; index += 1) {
    history.push((at(history, index - length) + at(history, index - tap)) & mask64);
  }
  const weights = powerOfX(warmUp);
  const state: bigint[] = [];
  for (let step = 0; step < length; step += 1) {
    let value = 0n;
    for (let index = 0; index < length; index += 1) value += at(weights, index) * at(history, index + step);
    state[slotAt(Number(warmUp % BigInt(length)) + step + 1)] = value & mask64;
  }
  return state;
}

/** Where the generator keeps the value of its `step`-th call, counted from 1. */
function slotAt(step: number): number {
  return (2 * length - tap - (step % length)) % length;
}

/** Coefficients of x^exponent modulo x^607 - x^334 - 1, lowest first, modulo 2^64. */
function powerOfX(exponent: bigint): bigint[] {
  let power = [1n, ...Array<bigint>(length - 1).fill(0n)];
  for (const bit of exponent.toString(2)) {
    power = reduce(square(power));
    if (bit === "1") power = reduce([0n, ...power]);
  }
  return power;
}

/** Bits for one coefficient of a product: two of 64 bits, summed up to 607 times. */
const slotBits = 144n;

/** Squares a polynomial as one large number, which is far quicker than coefficient by coefficient. */
function square(polynomial: readonly bigint[]): bigint[] {
  const digits = Number(slotBits / 4n);
  const packed = BigInt(
    `0x${polynomial
      .map((value) => value.toString(16).padStart(digits, "0"))
      .reverse()
      .join("")}`,
  );
  const text = (packed * packed).toString(16).padStart(digits * (2 * length), "0");
  const product: bigint[] = [];
  for (let end = text.length; end > 0; end -= digits) {
    product.push(BigInt(`0x${text.slice(Math.max(0, end - digits), end)}`) & mask64);
  }
  return product;
}

function reduce(polynomial: readonly bigint[]): bigint[] {
  const rest = [...polynomial];
  for (let index = rest.length - 1; index >= length; index -= 1) {
    const value = at(rest, index);
    rest[index - length] = (at(rest, index - length) + value) & mask64;
    rest[index - tap] = (at(rest, index - tap) + value) & mask64;
  }
  return Array.from({ length }, (_, index) => at(rest, index));
}

function at(values: readonly bigint[], index: number): bigint {
  return values[index] ?? 0n;
}
