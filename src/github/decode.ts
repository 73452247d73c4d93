import type { z } from "zod";
import { unreadable } from "./refusal-of.ts";

/**
 * The answer's data in the shape the verb needs.
 * @throws GitHubError, retryable, naming the first field that is not as expected.
 */
export function decode<S extends z.ZodType>(schema: S, route: string, data: unknown): z.output<S> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.map(String).join(".") || "the answer";
  throw unreadable(route, 200, `an unexpected shape: ${where}: ${issue?.message ?? "unknown"}`);
}
