import { migrate } from "../../../src/inbox/sqlite/schema.ts";
import { connect, type Sql } from "../../../src/inbox/sqlite/sql.ts";

/** Run as a process: brings a file to the present schema, and is killed before the statement of that number. */
const [file = "", fatal = "0"] = process.argv.slice(2);
const sql = connect(file);
sql.exec("pragma locking_mode = exclusive");
sql.exec("pragma journal_mode = wal");
sql.exec("pragma synchronous = full");
let count = 0;
const counting: Sql = {
  ...sql,
  exec(text) {
    // The semicolon only ever ends a statement: a migration holds no text with one in it.
    for (const statement of text.split(";").filter((each) => each.trim() !== "")) {
      if (++count === Number(fatal)) process.kill(process.pid, "SIGKILL");
      sql.exec(statement);
    }
  },
};
migrate(counting);
sql.close();
