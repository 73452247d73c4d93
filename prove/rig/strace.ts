/** What a trace says about the acknowledgements in it. */
export interface Acks {
  /** Left after a sync that began after the delivery's first page was written. */
  readonly clean: number;
  readonly dirty: number;
  /** Requests whose answer or page the trace does not show. */
  readonly unseen: number;
}

/** A delivery on its way: its connection, and how far its page is. */
interface Followed {
  readonly socket: string;
  state: "asked" | "written" | "synced";
}

const CALL = /^(\d+)\s+(?:<\.\.\. (\w+) resumed>|(\w+)\((\d+)<([^>]*)>)/;
const GUID = /prove-\d+/g;
const ASKED = /x-github-delivery: (prove-\d+)/gi;

/** Follows every delivery through the calls: request read, page written to the log, log synced, 202 written. */
export function readTrace(text: string): Acks {
  const reader = new TraceReader();
  for (const line of text.split("\n")) reader.line(line);
  return reader.acks;
}

/** A delivery is first written to one of these. */
function isLog(path: string): boolean {
  return path.endsWith("/inbox.db-wal") || path.endsWith("/inbox.db-arrivals");
}

class TraceReader {
  private readonly byGuid = new Map<string, Followed>();
  private readonly bySocket = new Map<string, string>();
  /** What each thread's sync covers once it ends. */
  private readonly syncing = new Map<string, readonly Followed[]>();
  private readonly counts = { clean: 0, dirty: 0 };

  get acks(): Acks {
    return { ...this.counts, unseen: this.byGuid.size };
  }

  line(line: string): void {
    const call = CALL.exec(line);
    if (call === null) return;
    const [, thread = "", resumed, name = "", descriptor = "", path = ""] = call;
    if (resumed !== undefined) this.resumed(thread, resumed, line);
    else if (name === "fdatasync" || name === "fsync") this.sync(thread, path, line);
    else if (name === "pwrite64" && isLog(path)) this.written(line);
    else if (path.startsWith("socket:") || path.startsWith("TCP:"))
      this.onSocket(`${descriptor}<${path}>`, name, { line, thread });
  }

  /** A read that waited shows its bytes when it is resumed. */
  private readonly reading = new Map<string, string>();

  private onSocket(socket: string, name: string, { line, thread }: { line: string; thread: string }): void {
    if (name === "read" || name === "recvfrom") {
      this.reading.set(thread, socket);
      this.asked(socket, line);
    } else if (line.includes("HTTP/1.1 202")) this.answered(socket);
  }

  private resumed(thread: string, name: string, line: string): void {
    if (name === "read" || name === "recvfrom") this.asked(this.reading.get(thread) ?? "", line);
    if (name === "fdatasync" || name === "fsync") this.synced(thread);
  }

  private asked(socket: string, line: string): void {
    for (const [, guid = ""] of line.matchAll(ASKED)) {
      this.byGuid.set(guid, { socket, state: "asked" });
      this.bySocket.set(socket, guid);
    }
  }

  private written(line: string): void {
    for (const [guid] of line.matchAll(GUID)) {
      const followed = this.byGuid.get(guid);
      if (followed?.state === "asked") followed.state = "written";
    }
  }

  private sync(thread: string, path: string, line: string): void {
    if (!isLog(path)) return;
    this.syncing.set(
      thread,
      [...this.byGuid.values()].filter(({ state }) => state === "written"),
    );
    if (!line.includes("<unfinished")) this.synced(thread);
  }

  private synced(thread: string): void {
    for (const followed of this.syncing.get(thread) ?? []) followed.state = "synced";
    this.syncing.delete(thread);
  }

  private answered(socket: string): void {
    const guid = this.bySocket.get(socket);
    const followed = guid === undefined ? undefined : this.byGuid.get(guid);
    if (guid === undefined || followed === undefined) return;
    this.counts[followed.state === "synced" ? "clean" : "dirty"]++;
    this.byGuid.delete(guid);
    this.bySocket.delete(socket);
  }
}
