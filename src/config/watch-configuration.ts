import { createHash } from "node:crypto";
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { ConfigError, type ConfigProblem, formatProblem } from "./config-error.ts";
import type { Configuration, ConfigurationSource } from "./configuration.ts";
import {
  buildConfiguration,
  type CheckedConfiguration,
  type ConfigurationFiles,
  type ConfigurationTexts,
  type KnownPlugin,
  readConfigurationTexts,
} from "./load-configuration.ts";

/** What the files came to when they were last looked at. */
export interface ConfigurationStatus {
  /** False while the files on disk are not the configuration in force. */
  readonly valid: boolean;
  /** Of the files on disk, warnings and notes included. */
  readonly problems: readonly ConfigProblem[];
  /** When the configuration in force was read, in milliseconds since the epoch. */
  readonly loadedAt: number;
  readonly version: number;
}

export interface ReloadResult extends ConfigurationStatus {
  /** Whether a new version came into force. */
  readonly changed: boolean;
}

/** The configuration in force, which follows the files. */
export interface ConfigurationWatcher extends ConfigurationSource {
  /** Looks at the files now. Never throws: what cannot be used leaves the version in force as it is. */
  reload(): Promise<ReloadResult>;
  stop(): void;
  readonly status: ConfigurationStatus;
}

export interface WatchOptions {
  readonly files: ConfigurationFiles;
  readonly known: readonly KnownPlugin[];
  readonly log: Logger;
  /** Milliseconds between looks. Default: 10,000. */
  readonly intervalMs?: number | undefined;
  readonly clock?: Clock | undefined;
  /** Called after each look that found the files changed, for better or worse. */
  readonly onReload?: ((result: ReloadResult) => void) | undefined;
}

/**
 * Reads the configuration and follows its files by their contents, whatever way they are replaced. A new version takes
 * the place of the old one whole, once it has been checked; a bad one is logged once and changes nothing.
 * @throws ConfigError when the first version cannot be used.
 */
export function watchConfiguration(options: WatchOptions): ConfigurationWatcher {
  const watcher = new PollingWatcher(options);
  watcher.start();
  return watcher;
}

/** Long enough for an editor to finish writing: contents count once they are the same twice. */
const settleMs = 250;

class PollingWatcher implements ConfigurationWatcher {
  private readonly options: WatchOptions;
  private readonly clock: Clock;
  private inForce: Configuration;
  private state: ConfigurationStatus;
  /** Of the contents last judged, good or bad. */
  private judged: string;
  /** Of the contents last seen by the timer. */
  private seen: string;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(options: WatchOptions) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    const texts = readConfigurationTexts(options.files);
    const { configuration, problems } = buildConfiguration(texts, options.known, 1);
    this.inForce = configuration;
    this.judged = digest(texts);
    this.seen = this.judged;
    this.state = { valid: true, problems, loadedAt: this.clock.now(), version: 1 };
    this.logWarnings(problems);
  }

  get status(): ConfigurationStatus {
    return this.state;
  }

  current(): Configuration {
    return this.inForce;
  }

  start(): void {
    this.schedule(this.options.intervalMs ?? 10_000);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async reload(): Promise<ReloadResult> {
    return this.judge(this.look());
  }

  private schedule(delay: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => this.poll(), delay);
    this.timer.unref();
  }

  private poll(): void {
    const found = this.look();
    const settled = found.digest === this.seen;
    this.seen = found.digest;
    if (settled) this.judge(found);
    const interval = this.options.intervalMs ?? 10_000;
    this.schedule(settled ? interval : Math.min(settleMs, interval));
  }

  private look(): Look {
    try {
      const texts = readConfigurationTexts(this.options.files);
      return { texts, digest: digest(texts) };
    } catch (error) {
      const problems = problemsOf(error, this.options.files.pluginsFile);
      return { problems, digest: JSON.stringify(problems) };
    }
  }

  private judge(found: Look): ReloadResult {
    if (found.digest === this.judged) return { ...this.state, changed: false };
    const checked = "texts" in found ? this.check(found.texts) : found.problems;
    this.judged = found.digest;
    const changed = "configuration" in checked;
    if (changed) this.takeOver(checked);
    else this.refuse(checked);
    const result = { ...this.state, changed };
    this.options.onReload?.(result);
    return result;
  }

  private check(texts: ConfigurationTexts): CheckedConfiguration | readonly ConfigProblem[] {
    const { file, text } = texts.plugins;
    if (text.trim() === "") {
      const message = "the file is empty, which looks like one being written; write `plugins: {}` to enable nothing";
      return [{ file, severity: "error", message }];
    }
    try {
      return buildConfiguration(texts, this.options.known, this.inForce.version + 1);
    } catch (error) {
      return problemsOf(error, file);
    }
  }

  private takeOver({ configuration, problems }: CheckedConfiguration): void {
    this.inForce = configuration;
    const { version } = configuration;
    this.state = { valid: true, problems, loadedAt: this.clock.now(), version };
    this.options.log.info({ version }, "configuration reloaded");
    this.logWarnings(problems);
  }

  private refuse(problems: readonly ConfigProblem[]): void {
    this.state = { ...this.state, valid: false, problems };
    const errors = problems.filter((problem) => problem.severity === "error").slice(0, logged);
    const fields = { version: this.state.version, problems: errors.map(formatProblem) };
    this.options.log.error(fields, "configuration refused, the last good one stays in force");
  }

  private logWarnings(problems: readonly ConfigProblem[]): void {
    const warnings = problems.filter((problem) => !problem.note);
    if (warnings.length === 0) return;
    const fields = { count: warnings.length, problems: warnings.slice(0, logged).map(formatProblem) };
    this.options.log.warn(fields, "configuration has warnings");
  }
}

const logged = 20;

type Look = { readonly digest: string } & (
  | { readonly texts: ConfigurationTexts }
  | { readonly problems: readonly ConfigProblem[] }
);

/** A bug in a check must not stop the process on a reload any more than a typing error does. */
function problemsOf(error: unknown, file: string): readonly ConfigProblem[] {
  if (error instanceof ConfigError) return error.problems;
  const message = `cannot be checked: ${error instanceof Error ? error.message : String(error)}`;
  return [{ file, severity: "error", message }];
}

function digest({ plugins, config, supplemental = [] }: ConfigurationTexts): string {
  const hash = createHash("sha256");
  for (const part of [plugins, config, ...supplemental]) {
    hash.update(part === undefined ? "-" : JSON.stringify([part.file, part.text]));
  }
  return hash.digest("hex");
}
