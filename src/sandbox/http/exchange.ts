import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** A request as far as the API looks at it: Node's own, or one that never was on a wire. */
export interface Arrival {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly socket: { destroy(): unknown };
  [Symbol.asyncIterator](): AsyncIterator<Buffer>;
}

/** Where the answer to a request is written. */
export interface Answer {
  readonly destroyed: boolean;
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown;
  end(bytes?: Buffer): unknown;
}
