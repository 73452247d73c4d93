/** The request's JSON; undefined when there is none or it does not parse. */
export async function readBody(request: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (chunks.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    // The caller answers 400 for a body that was sent and means nothing.
    return undefined;
  }
}
