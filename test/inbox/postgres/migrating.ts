import { openDatabase } from "../../../src/inbox/postgres/database.ts";
import { migrate } from "../../../src/inbox/postgres/schema.ts";
import { silentLogger } from "../../../src/log.ts";

/** Run as a process: brings a database forward by the steps that it is given. */
const [url = "", steps = "[]"] = process.argv.slice(2);
const log = silentLogger();
const database = openDatabase({ url, log, connections: 3 });
await migrate(database, log, JSON.parse(steps) as readonly string[]);
await database.close();
