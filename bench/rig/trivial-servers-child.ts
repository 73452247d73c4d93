import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { takeOrders } from "./child-orders.ts";

/** The two servers that others are measured with, in a process of their own. */
const orders = {
  /** Reads and verifies the same bodies as the bot, and does nothing else; answers its port. */
  bare({ secret }: { secret: string }) {
    return listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const given = Buffer.from(String(request.headers["x-hub-signature-256"]).slice("sha256=".length), "hex");
        const own = createHmac("sha256", secret).update(Buffer.concat(chunks)).digest();
        const matches = given.length === own.length && timingSafeEqual(given, own);
        const text = matches ? "Accepted.\n" : "The signature does not match.\n";
        response.writeHead(matches ? 202 : 401, { "content-type": "text/plain", "content-length": text.length });
        response.end(text);
      });
    });
  },
  /** A GitHub that knows who the App is, and nothing else; answers its port. */
  github() {
    return listen((request, response) => {
      const known = request.url === "/app";
      const text = JSON.stringify(known ? { slug: "bowsprit", id: 4242 } : { message: "Not Found" });
      response.writeHead(known ? 200 : 404, { "content-type": "application/json", "content-length": text.length });
      response.end(text);
    });
  },
};

export type TrivialOrders = typeof orders;

function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

takeOrders(orders);
