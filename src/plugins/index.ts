import type { Plugin } from "../plugin-kit/define-plugin.ts";
import { area } from "./area/plugin.ts";
import { assign } from "./assign/plugin.ts";
import { close } from "./close/plugin.ts";
import { help } from "./help/plugin.ts";
import { hold } from "./hold/plugin.ts";
import { invite } from "./invite/plugin.ts";
import { label } from "./label/plugin.ts";
import { lifecycle } from "./lifecycle/plugin.ts";

/** Every plugin there is, in alphabetical order. A new one is a folder here, a test file and a line in this list. */
export const plugins: readonly Plugin[] = [area, assign, close, help, hold, invite, label, lifecycle];
