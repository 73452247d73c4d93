export interface RefusalDetail {
  readonly resource: string;
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
}

/** GitHub says no: the status and the words it would answer with. Thrown by actions, rendered by the routes. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly errors: readonly (RefusalDetail | string)[] | undefined;

  constructor(status: number, message: string, errors?: readonly (RefusalDetail | string)[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** What was looked for; 404 when there is none. */
export function orNotFound<T>(found: T | undefined): T {
  if (found === undefined) throw notFound();
  return found;
}

/** The answer to a body that misses or misuses a field. */
export function invalid(resource: string, field: string, code = "invalid"): Refusal {
  return new Refusal(422, "Validation Failed", [{ resource, field, code }]);
}
