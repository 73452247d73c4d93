import type { Plugin } from "../plugin-kit/define-plugin.ts";

/** Every plugin there is, in alphabetical order. A new one is a folder here, a test file and a line in this list. */
export const plugins: readonly Plugin[] = [];
