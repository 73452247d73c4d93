import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import type { Result } from "../proof.ts";
import type { Rig } from "./rig.ts";
import type { Chunk, Tried } from "./seeds-child.ts";

export interface SeedsOptions {
  /** Which property of `test/safety/order-properties.ts`. */
  readonly property: Chunk["property"];
  readonly histories: number;
}

const PER_CHUNK = 100;
const CHILD = new URL("./seeds-child.ts", import.meta.url);
const REDIRECT = new URL("./preload/to-build.mjs", import.meta.url).href;

/** Plays so many random histories against the build, on every core; ends at the first that is not as promised. */
export async function playSeeds(rig: Rig, { property, histories }: SeedsOptions): Promise<Result> {
  const chunks = Array.from({ length: Math.ceil(histories / PER_CHUNK) }, (_, index) => ({
    property,
    seed: rig.seed * 1_000 + index,
    runs: Math.min(PER_CHUNK, histories - index * PER_CHUNK),
  }));
  const broken: string[] = [];
  let played = 0;
  const work = async () => {
    const ask = startChild(rig);
    for (let chunk = chunks.shift(); chunk !== undefined && broken.length === 0; chunk = chunks.shift()) {
      const { failure, runs } = await ask(chunk);
      played += runs;
      if (failure !== undefined) broken.push(`after ${played} histories (seed ${chunk.seed}): ${failure}`);
      if (Math.floor(played / 1_000) > Math.floor((played - runs) / 1_000)) rig.say(`${played} of ${histories} played`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return {
    figure: `${played} of ${histories} random histories, ${broken.length} not as the clock has it`,
    broken,
    numbers: { played, broken: broken.length },
  };
}

/** A process that plays against the build; a failure of its own ends the proof. */
function startChild(rig: Rig): (chunk: Chunk) => Promise<Tried> {
  const child = fork(CHILD, {
    execArgv: ["--import", import.meta.resolve("tsx"), "--import", REDIRECT],
    env: { ...process.env, PROVE_BUILD: rig.build.dist },
  });
  rig.defer(() => void child.kill("SIGKILL"));
  return (chunk) =>
    new Promise((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`a process that plays ended with ${code}`));
      child.once("exit", gone);
      child.once("message", (tried) => {
        child.off("exit", gone);
        resolve(tried as Tried);
      });
      child.send(chunk);
    });
}
