import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** A PostgreSQL of its own, on a socket that only this user reaches. */
export interface PostgresServer {
  /** The address of one of its databases. */
  url(database: string): string;
  /** A new, empty database; resolves to its address. */
  create(name: string): Promise<string>;
  query(text: string, database?: string): Promise<readonly Record<string, unknown>[]>;
  /** Stops it, `immediate` the way a crash does, and starts it again. */
  restart(mode: "fast" | "immediate"): Promise<void>;
  halt(mode: "fast" | "immediate"): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good and removes its files. */
  stop(): Promise<void>;
}

/** Where Debian puts the programs of its newest version; undefined when they are not installed. */
export function postgresPrograms(): string | undefined {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
}

export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** The server refuses to run as root, so root lends it to the user that the package made. */
export function serverUser(): User {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? {} : { uid: Number(uid), gid: Number(gid) };
}

/** Starts a server with fsync on; `undefined` when the programs are not installed. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer | undefined> {
  const bin = postgresPrograms();
  if (bin === undefined) return undefined;
  const server = new LocalPostgres(bin, settings);
  await server.start();
  return server;
}

class LocalPostgres implements PostgresServer {
  readonly #bin: string;
  readonly #settings: readonly string[];
  readonly #user = serverUser();
  readonly #directory = mkdtempSync(join(tmpdir(), "bowsprit-pg-"));
  readonly #data = join(this.#directory, "data");
  #child: ChildProcess | undefined;

  constructor(bin: string, settings: readonly string[]) {
    this.#bin = bin;
    this.#settings = settings;
    const { uid, gid } = this.#user;
    if (uid !== undefined && gid !== undefined) chownSync(this.#directory, uid, gid);
    const options = ["-D", this.#data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
    execFileSync(join(bin, "initdb"), options, { ...this.#user, stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
  }

  url(database: string): string {
    return `postgres://postgres@localhost/${database}?host=${encodeURIComponent(this.#directory)}`;
  }

  async create(name: string): Promise<string> {
    await this.query(`create database ${name}`);
    return this.url(name);
  }

  async query(text: string, database = "postgres"): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url(database) });
    // A server that is stopped meanwhile answers the question with an error, too.
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async restart(mode: "fast" | "immediate"): Promise<void> {
    await this.halt(mode);
    await this.start();
  }

  async halt(mode: "fast" | "immediate"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
    await ended;
  }

  async start(): Promise<void> {
    const options = { listen_addresses: "", unix_socket_directories: this.#directory, max_connections: "200" };
    const given = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const args = ["-D", this.#data, ...[...given, ...this.#settings].flatMap((setting) => ["-c", setting])];
    let errors = "";
    const child = spawn(join(this.#bin, "postgres"), args, {
      ...this.#user,
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      errors = (errors + chunk).slice(-4_000);
    });
    this.#child = child;
    for (const begun = Date.now(); !(await this.#answers()); ) {
      if (child.exitCode !== null || Date.now() - begun > 60_000)
        throw new Error(`PostgreSQL does not start: ${errors}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(): Promise<void> {
    await this.halt("immediate");
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    return this.query("select 1").then(
      () => true,
      () => false,
    );
  }
}
