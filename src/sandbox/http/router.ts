import type { Route } from "./call.ts";

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Finds the route of a request. Templates are GitHub's; the last `{…}` of one may span several segments when named `path` or `ref`. */
export class Router {
  private readonly byMethod = new Map<string, Compiled[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const [method = "", template = ""] = route.pattern.split(" ");
      const compiled = { route, segments: template.split("/") };
      this.byMethod.set(method, [...(this.byMethod.get(method) ?? []), compiled]);
    }
    for (const list of this.byMethod.values()) list.sort((a, b) => variables(a) - variables(b));
  }

  match(method: string, path: string): Match | undefined {
    const given = path.split("/");
    for (const { route, segments } of this.byMethod.get(method) ?? []) {
      const params = bind(segments, given);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

function variables(compiled: Compiled): number {
  return compiled.segments.filter((segment) => segment.startsWith("{")).length;
}

function bind(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const greedy = /^\{(path|ref|branch|basehead|name)\}$/.test(segments.at(-1) ?? "");
  if (greedy ? given.length < segments.length : given.length !== segments.length) return undefined;
  const params: Record<string, string> = Object.create(null);
  for (const [index, segment] of segments.entries()) {
    const last = greedy && index === segments.length - 1;
    const value = last ? given.slice(index).join("/") : (given[index] ?? "");
    if (!segment.startsWith("{")) {
      if (segment !== value) return undefined;
    } else {
      const decoded = decode(value);
      if (decoded === undefined || decoded === "") return undefined;
      params[segment.slice(1, -1)] = decoded;
    }
  }
  return params;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    // A broken escape names nothing.
    return undefined;
  }
}
