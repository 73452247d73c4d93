import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type PostgresServer, serverUser } from "./postgres-server.ts";

/** A pgbouncer in transaction mode before a server of the test. */
export interface Pooler {
  /** The address of a database behind it. */
  url(database: string): string;
  stop(): Promise<void>;
}

const program = "/usr/sbin/pgbouncer";
const port = 6432;

/** Starts one with so few connections to the server that no session keeps one; undefined when it is not installed. */
export async function startPooler(server: PostgresServer, connections: number): Promise<Pooler | undefined> {
  if (!existsSync(program)) return undefined;
  const user = serverUser();
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-pooler-"));
  const config = join(directory, "pgbouncer.ini");
  const users = join(directory, "users.txt");
  writeFileSync(users, '"postgres" ""\n');
  writeFileSync(config, configOf({ server, users, directory, connections }));
  if (user.uid !== undefined && user.gid !== undefined) {
    for (const path of [directory, config, users]) chownSync(path, user.uid, user.gid);
  }
  const child = spawn(program, [config], { ...user, cwd: "/", stdio: "ignore" });
  const url = (database: string) =>
    `postgres://postgres@localhost:${port}/${database}?host=${encodeURIComponent(directory)}`;
  await answering(child, url("postgres"));
  return { url, stop: () => end(child, directory) };
}

interface PoolerSettings {
  readonly server: PostgresServer;
  readonly users: string;
  readonly directory: string;
  readonly connections: number;
}

function configOf({ server, users, directory, connections }: PoolerSettings): string {
  const settings = {
    ...{ pool_mode: "transaction", default_pool_size: connections, max_client_conn: 500 },
    ...{ listen_addr: "", listen_port: port, unix_socket_dir: directory },
    ...{ auth_type: "any", auth_file: users },
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const host = new URL(server.url("postgres")).searchParams.get("host");
  return `[databases]\n* = host=${host} user=postgres\n[pgbouncer]\n${lines.join("\n")}\n`;
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  for (const begun = Date.now(); ; ) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    const answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (answers) return;
    if (child.exitCode !== null || Date.now() - begun > 60_000) throw new Error("pgbouncer does not start");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(child: ChildProcess, directory: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGQUIT");
  if (child.exitCode === null) await ended;
  rmSync(directory, { recursive: true, force: true });
}
