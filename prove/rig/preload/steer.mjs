// Loaded into the process under test before anything else. Lets the rig move its time and look into it, over the
// channel to the parent: { id, ask: "pass" | "jump" | "look" | "collect", ms }.
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { getHeapCodeStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const scale = Number(process.env.PROVE_TIME_SCALE ?? "1");
const base = Number(process.env.PROVE_TIME_BASE ?? "0");
let offset = Number(process.env.PROVE_TIME_OFFSET ?? "0");
/** Time that was made to pass; unlike a turned clock it moves every measure of time. */
let passed = 0;
const realPerformance = performance.now.bind(performance);
const RealDate = Date;
const realNow = Date.now.bind(Date);
const now = () => Math.floor(base + (realNow() - base) * scale + offset);

class SteeredDate extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now() {
    return now();
  }
}

const real = { setTimeout, clearTimeout, setInterval };
const waiting = new Set();

/** Stands in for Node's Timeout: the real timer behind it may change. */
class SteeredTimeout {
  constructor(run, ms) {
    this.run = run;
    this.delay = Math.max(Number(ms) || 0, 0);
    this.referenced = true;
    this.refresh();
  }
  arm() {
    real.clearTimeout(this.timer);
    this.timer = real.setTimeout(() => this.fire(), this.left / scale);
    if (!this.referenced) this.timer.unref();
  }
  fire() {
    this.close();
    this.run();
  }
  refresh() {
    this.left = this.delay;
    this.since = realNow();
    waiting.add(this);
    this.arm();
    return this;
  }
  ref() {
    this.referenced = true;
    this.timer.ref();
    return this;
  }
  unref() {
    this.referenced = false;
    this.timer.unref();
    return this;
  }
  hasRef() {
    return this.referenced;
  }
  close() {
    waiting.delete(this);
    real.clearTimeout(this.timer);
    return this;
  }
}

function steeredTimeout(run, ms, ...args) {
  return new SteeredTimeout(() => run(...args), ms);
}

function steeredClear(timer) {
  if (timer instanceof SteeredTimeout) timer.close();
  else real.clearTimeout(timer);
}

/** Time passes, for clocks and timers alike. */
function pass(ms) {
  offset += ms;
  passed += ms;
  const at = realNow();
  for (const timer of [...waiting]) {
    timer.left -= (at - timer.since) * scale + ms;
    timer.since = at;
    if (timer.left <= 0) real.setTimeout(() => waiting.has(timer) && timer.fire(), 0);
    else timer.arm();
  }
}

if (scale !== 1 || process.env.PROVE_STEER_TIME === "1") {
  globalThis.Date = SteeredDate;
  performance.now = () => realPerformance() * scale + passed;
  globalThis.setTimeout = steeredTimeout;
  globalThis.clearTimeout = steeredClear;
  globalThis.setInterval = (run, ms, ...args) => real.setInterval(run, ms / scale, ...args);
}

const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();

/**
 * What the main thread computed between two ticks of a short timer: how long the loop stood still by its own doing,
 * however many others wanted the processor meanwhile.
 */
const stood = { cpu: readCpu(), longest: 0 };
real
  .setInterval(() => {
    const cpu = readCpu();
    stood.longest = Math.max(stood.longest, cpu - stood.cpu);
    stood.cpu = cpu;
  }, 5)
  .unref();

function readCpu() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "latin1").split(" ")[0]) / 1e6;
  } catch {
    // Not on Linux: the wall's time has to do.
    return realPerformance();
  }
}

function look(reset) {
  const { rss, heapUsed } = process.memoryUsage();
  const lags = { lagMs: stood.longest, wallLagMs: Math.max(0, lag.max / 1e6 - 5) };
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const answer = { ...lags, rss, heapUsed, timers, now: Date.now() };
  if (reset) {
    lag.reset();
    stood.longest = 0;
    stood.cpu = readCpu();
  }
  return answer;
}

function collect() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  // It walks the heap, so it is no part of every look.
  const { code_and_metadata_size: machine, bytecode_and_metadata_size: bytecode } = getHeapCodeStatistics();
  return { ...look(false), code: machine + bytecode };
}

process.on("message", ({ id, ask, ms }) => {
  if (ask === "pass") pass(ms);
  if (ask === "jump") offset += ms;
  process.send?.({ id, ...(ask === "collect" ? collect() : look(ask === "reset")) });
});
process.channel?.unref();
