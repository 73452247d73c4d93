/** A request to a server that may not be there; rejects with one sentence that says so. */
export async function reach(address: string, request: RequestInit): Promise<Response> {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    throw new Error(`${address} is no address: write for example http://localhost:3000`);
  }
  try {
    return await fetch(address, request);
  } catch (error) {
    throw new Error(`nothing answers at ${new URL(address).origin} (${reasonOf(error)}): is it running there?`);
  }
}

/** Node says "fetch failed" and keeps what failed in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === "object" && cause !== null && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
