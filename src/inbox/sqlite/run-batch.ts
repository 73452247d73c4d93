import type { Arrivals } from "./arrivals.ts";
import { type ArgumentOf, isRead, type OperationName, type Operations } from "./operation.ts";
import type { Sql } from "./sql.ts";
import { type ErrorNote, errorCode, noteOf, refusalOf } from "./sqlite-errors.ts";

/** One call as it crosses the thread; the argument is the one its name asks for. */
export interface Call {
  readonly name: OperationName;
  readonly argument: unknown;
}

/** What became of a call. */
export type Answer = { readonly value: unknown } | { readonly error: ErrorNote };

/** Runs calls that arrived together: the writes in one synced transaction, then the reads. */
export interface BatchRunner {
  run(calls: readonly Call[]): readonly Answer[];
}

/** Runs batches on one connection. */
export function prepareBatches(sql: Sql, operations: Operations, arrivals: Arrivals): BatchRunner {
  const begin = sql.prepare("begin immediate");
  const commit = sql.prepare("commit");
  const rollback = sql.prepare("rollback");
  const perform = ({ name, argument }: Call): Answer => ({ value: operations[name](argument as never) });

  /** Returns the call that failed by its own fault, if one did. */
  function transact(writes: readonly Call[], answers: Map<Call, Answer>): Call | undefined {
    let current: Call | undefined;
    try {
      begin.run();
      arrivals.takeOver();
      for (const call of writes) {
        current = call;
        answers.set(call, perform(call));
      }
      current = undefined;
      commit.run();
      arrivals.tookOver();
      return undefined;
    } catch (error) {
      // A full disk has already rolled back; a second rollback would be an error of its own.
      if (sql.inTransaction) rollback.run();
      const answer = { error: noteOf(error) };
      const guilty = refusalOf(errorCode(error)) === undefined ? current : undefined;
      for (const call of guilty === undefined ? writes : [guilty]) answers.set(call, answer);
      return guilty;
    }
  }

  function commitWrites(calls: readonly Call[], answers: Map<Call, Answer>): void {
    let writes = calls.filter((call) => !isRead(call.name));
    while (writes.length > 0 || arrivals.waiting) {
      const guilty = transact(writes, answers);
      if (guilty === undefined) return;
      writes = writes.filter((call) => call !== guilty);
    }
  }

  function read(call: Call): Answer {
    try {
      return perform(call);
    } catch (error) {
      return { error: noteOf(error) };
    }
  }

  /** Undefined when the calls are for the database. */
  function keep(calls: readonly Call[]): readonly Answer[] | undefined {
    if (calls.length === 0 || !calls.every(({ name }) => name === "put")) return undefined;
    try {
      return arrivals.keep(calls.map(({ argument }) => argument as ArgumentOf<"put">))?.map((value) => ({ value }));
    } catch (error) {
      const answer = { error: noteOf(error) };
      return calls.map(() => answer);
    }
  }

  return {
    run(calls) {
      const kept = keep(calls);
      if (kept !== undefined) return kept;
      const answers = new Map<Call, Answer>();
      commitWrites(calls, answers);
      return calls.map((call) => answers.get(call) ?? read(call));
    },
  };
}
