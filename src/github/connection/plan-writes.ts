import type { Answer, Ask, Send } from "../ask.ts";

/** A write that a dry run would have made. */
export interface PlannedWrite {
  readonly method: string;
  /** The octokit route pattern. */
  readonly route: string;
  /** The route with its braces filled. */
  readonly path: string;
  readonly body: unknown;
  readonly plugin: string;
}

/** Notes writes down instead of making them; reads go through. */
export function planWrites(next: Send, note: (write: PlannedWrite) => void): Send {
  return (ask) => {
    if (ask.route.startsWith("GET ") || ask.route === "POST /graphql") return next(ask);
    note(plannedWrite(ask));
    const answer: Answer = { status: 0, headers: {}, data: undefined, planned: true };
    return Promise.resolve(answer);
  };
}

function plannedWrite({ route, path = {}, body, plugin }: Ask): PlannedWrite {
  const [method = "", template = ""] = route.split(" ");
  const fill = (_: string, name: string) => encodeURIComponent(Object.hasOwn(path, name) ? String(path[name]) : "");
  return { method, route, path: template.replace(/\{(\w+)\}/g, fill), body, plugin };
}
