import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Run } from "./benchmark.ts";

type Order = (argument: never) => unknown;

/** The orders a child process takes, by name. */
export type Orders = Readonly<Record<string, Order>>;

/** Gives a child process one order and resolves with what it answers. */
export type GiveOrder<T extends Orders> = <Name extends keyof T & string>(
  name: Name,
  argument: Parameters<T[Name]>[0],
) => Promise<Awaited<ReturnType<T[Name]>>>;

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Starts a TypeScript file of the benchmarks as a process that takes orders; it ends with the run. */
export function startChild<T extends Orders>(run: Run, file: URL): GiveOrder<T> {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), fileURLToPath(file)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  run.defer(() => child.kill("SIGKILL"));
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on("message", (message) => {
    const answer = message as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once("exit", (code, signal) => {
    for (const [id, answer] of waiting) answer({ id, error: `the child process ended with ${code ?? signal}` });
  });
  let orders = 0;
  return (order, argument) => {
    const id = ++orders;
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ value, error }) => {
        if (error === undefined) resolve(value as never);
        else reject(new Error(error));
      });
      send(child, { id, order, argument: argument ?? null });
    });
  };
}

function send(child: ChildProcess, message: object): void {
  if (!child.connected) throw new Error("the child process ended");
  child.send(message);
}

/** The other side: takes orders until the process that gives them is gone. */
export function takeOrders(orders: Orders): void {
  process.on("message", async (message: { id: number; order: string; argument: never }) => {
    try {
      process.send?.({ id: message.id, value: (await orders[message.order]?.(message.argument)) ?? null });
    } catch (error) {
      process.send?.({
        id: message.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  });
  process.on("disconnect", () => process.exit(0));
}
