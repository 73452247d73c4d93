/** Says where a value differs from what is expected, or undefined when it fits. Never goes deeper than it was built. */
export type Check = (value: unknown, path: string) => string | undefined;

/** Properties of an object out of `JSON.parse`; others are left alone. */
export function object(fields: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(fields);
  return (value, path) => {
    if (!isObject(value)) return path;
    for (const [key, check] of entries) {
      const wrong = check(Object.hasOwn(value, key) ? value[key] : undefined, `${path}.${key}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

export function list(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return path;
    for (const [index, item] of value.entries()) {
      const wrong = check(item, `${path}[${index}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

export function optional(check: Check): Check {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

export function nullable(check: Check): Check {
  return (value, path) => (value === null ? undefined : check(value, path));
}

/** Both shapes at once. */
export function both(first: Check, second: Check): Check {
  return (value, path) => first(value, path) ?? second(value, path);
}

export function oneOf(...words: readonly string[]): Check {
  return (value, path) => (words.some((word) => word === value) ? undefined : path);
}

export function matching(pattern: RegExp): Check {
  return (value, path) => (typeof value === "string" && pattern.test(value) ? undefined : path);
}

export const text: Check = (value, path) => (typeof value === "string" ? undefined : path);
export const flag: Check = (value, path) => (typeof value === "boolean" ? undefined : path);
/** An id or number as GitHub counts them: from 1, exact in a double. */
export const count: Check = (value, path) => (Number.isSafeInteger(value) && Number(value) > 0 ? undefined : path);
export const anyObject: Check = (value, path) => (isObject(value) ? undefined : path);

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
