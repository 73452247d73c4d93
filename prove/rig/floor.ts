import { spawn } from "node:child_process";
import type { Rig } from "./rig.ts";

const PROGRAM = `
  const server = require("node:http").createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(202).end());
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

/** A server that accepts everything and does nothing: what it needs at a time, this machine needs of any server. */
export async function startFloor(rig: Rig): Promise<string> {
  const child = spawn(process.execPath, ["-e", PROGRAM], { stdio: ["ignore", "pipe", "inherit"] });
  rig.defer(() => void child.kill("SIGKILL"));
  const port = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(String(text).trim())),
  );
  return `http://127.0.0.1:${port}`;
}
