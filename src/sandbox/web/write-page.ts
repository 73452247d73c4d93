import type { Answer } from "../http/exchange.ts";

/** Sends a page that may run and load nothing, whatever got into it. */
export function writePage(response: Answer, page: string): void {
  const bytes = Buffer.from(page, "utf8");
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-length": bytes.length,
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(bytes);
}
