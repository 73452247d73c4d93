/** Anything with a method and a path template. */
export interface Patterned {
  readonly pattern: string;
}

export interface Match<R extends Patterned> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled<R> {
  readonly route: R;
  readonly segments: readonly string[];
}

const GREEDY = /^\{(?:path|ref|branch|basehead|name)\}$/;

/** Finds the route of a request. Templates are GitHub's; the last `{…}` of one may span several segments when named `path` or `ref`. */
export class Router<R extends Patterned> {
  private readonly byMethod = new Map<string, Compiled<R>[]>();

  constructor(routes: readonly R[]) {
    for (const route of routes) {
      const [method = "", template = ""] = route.pattern.split(" ");
      const compiled = { route, segments: template.split("/") };
      this.byMethod.set(method, [...(this.byMethod.get(method) ?? []), compiled]);
    }
    for (const list of this.byMethod.values()) list.sort((a, b) => weight(a) - weight(b));
  }

  match(method: string, path: string): Match<R> | undefined {
    const given = path.split("/");
    for (const { route, segments } of this.byMethod.get(method) ?? []) {
      const params = bind(segments, given);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

/** Fixed words before variables, and templates that take any number of segments last. */
function weight({ segments }: Compiled<unknown>): number {
  const variables = segments.filter((segment) => segment.startsWith("{")).length;
  return variables + (isGreedy(segments) ? 100 - segments.length : 0);
}

function isGreedy(segments: readonly string[]): boolean {
  return GREEDY.test(segments.at(-1) ?? "");
}

function bind(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const greedy = isGreedy(segments);
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
