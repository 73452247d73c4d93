/** One request as the limits see it. */
export interface Spending {
  /** Whose budget: the token's installation or the person. */
  readonly key: string;
  readonly route: string;
  readonly method: string;
  readonly at: number;
}

interface Budget {
  readonly points: { at: number; cost: number }[];
  readonly content: number[];
  spent: number;
  used: number;
  windowEnds: number;
  inFlight: number;
  closedAt: number;
  closedUntil: number;
}

export interface Headroom {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Epoch seconds. */
  readonly reset: number;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const PRIMARY = 5000;
/** Until a refusal has reached the caller, what it sent before may still arrive. */
const HEARD = 250;
const MOST_CONCURRENT = 100;
const MOST_POINTS = 900;
const CONTENT_A_MINUTE = 80;
const CONTENT_AN_HOUR = 500;

/** Requests that make something people are notified of, which GitHub limits on their own. */
const CONTENT = new Set([
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/pulls",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments",
]);

/** Keeps GitHub's documented budgets for every caller and names each breach. */
export class Limits {
  readonly breaches: string[] = [];
  private readonly budgets = new Map<string, Budget>();

  /** Books a request; answers the secondary limit it breaks, if any. */
  begin(spending: Spending): string | undefined {
    const budget = this.budgetOf(spending.key, spending.at);
    budget.inFlight += 1;
    budget.points.push({ at: spending.at, cost: costOf(spending) });
    budget.spent += costOf(spending);
    if (CONTENT.has(spending.route)) budget.content.push(spending.at);
    const broken = brokenRule(budget, spending.at);
    if (broken !== undefined) this.breaches.push(`${spending.key}: ${broken} (${spending.route})`);
    return broken;
  }

  end(key: string): void {
    const budget = this.budgets.get(key);
    if (budget !== undefined) budget.inFlight -= 1;
  }

  /** GitHub tells the caller now to stay away until then. */
  closeUntil(key: string, { at, until }: { readonly at: number; readonly until: number }): void {
    const budget = this.budgetOf(key, at);
    if (at >= budget.closedUntil) budget.closedAt = at;
    budget.closedUntil = Math.max(budget.closedUntil, until);
  }

  breach(text: string): void {
    this.breaches.push(text);
  }

  /** Counts a request against the primary limit, unless it is free, and tells what is left. */
  headroom(key: string, at: number, free: boolean): Headroom {
    const budget = this.budgetOf(key, at);
    if (at >= budget.windowEnds) Object.assign(budget, { used: 0, windowEnds: at + HOUR });
    if (!free) budget.used += 1;
    const reset = Math.ceil(budget.windowEnds / 1000);
    return { limit: PRIMARY, used: budget.used, remaining: Math.max(0, PRIMARY - budget.used), reset };
  }

  private budgetOf(key: string, at: number): Budget {
    const known = this.budgets.get(key);
    if (known !== undefined) return known;
    const fresh: Budget = {
      points: [],
      content: [],
      spent: 0,
      used: 0,
      windowEnds: at + HOUR,
      inFlight: 0,
      closedAt: 0,
      closedUntil: 0,
    };
    this.budgets.set(key, fresh);
    return fresh;
  }
}

/** GraphQL has a budget of its own, which one bot does not reach. */
function costOf(spending: Spending): number {
  if (spending.route === "POST /graphql") return 0;
  return spending.method === "GET" || spending.method === "HEAD" ? 1 : 5;
}

function brokenRule(budget: Budget, at: number): string | undefined {
  while ((budget.points[0]?.at ?? at) <= at - MINUTE) budget.spent -= budget.points.shift()?.cost ?? 0;
  while ((budget.content[0] ?? at) <= at - HOUR) budget.content.shift();
  if (at < budget.closedUntil && at >= budget.closedAt + HEARD) {
    return `a call ${at - budget.closedAt} ms after the caller was told to stay away for longer`;
  }
  if (budget.inFlight > MOST_CONCURRENT) return "more than 100 concurrent requests";
  if (budget.spent > MOST_POINTS) return "more than 900 points a minute";
  if (budget.content.length > CONTENT_AN_HOUR) return "more than 500 content-creating requests an hour";
  const minute = budget.content.filter((time) => time > at - MINUTE).length;
  return minute > CONTENT_A_MINUTE ? "more than 80 content-creating requests a minute" : undefined;
}
