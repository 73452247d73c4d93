import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A network between a client and PostgreSQL that can fall silent without a word, as a cut cable does. */
export interface SilentProxy {
  /** The database's address by way of this network. */
  readonly url: string;
  /** Nothing gets through any more, in either direction, and nobody is told. */
  silence(): void;
  /** What was on its way arrives now, however late. */
  heal(): void;
  close(): Promise<void>;
}

const SOCKET = ".s.PGSQL.5432";

/** Before the server whose socket the address names. */
export async function startSilentProxy(address: string): Promise<SilentProxy> {
  const behind = new URL(address);
  const target = join(behind.searchParams.get("host") ?? "", SOCKET);
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-proxy-"));
  const open = new Set<Socket>();
  const state = { silent: false };
  const server = createServer((near) => {
    const far = connect(target);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on("data", (chunk) => void to.write(chunk));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
      if (state.silent) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(join(directory, SOCKET), resolve));
  behind.searchParams.set("host", directory);
  return {
    url: behind.href,
    silence() {
      state.silent = true;
      for (const socket of open) socket.pause();
    },
    heal() {
      state.silent = false;
      for (const socket of open) socket.resume();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
