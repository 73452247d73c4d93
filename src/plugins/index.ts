import type { Plugin } from "../plugin-kit/define-plugin.ts";
import { approve } from "./approve/plugin.ts";
import { area } from "./area/plugin.ts";
import { assign } from "./assign/plugin.ts";
import { close } from "./close/plugin.ts";
import { help } from "./help/plugin.ts";
import { hold } from "./hold/plugin.ts";
import { invite } from "./invite/plugin.ts";
import { label } from "./label/plugin.ts";
import { lgtm } from "./lgtm/plugin.ts";
import { lifecycle } from "./lifecycle/plugin.ts";
import { ownersLabel } from "./owners-label/plugin.ts";
import { size } from "./size/plugin.ts";
import { wip } from "./wip/plugin.ts";

/** Every plugin there is, in alphabetical order. A new one is a folder here, a test file and a line in this list. */
export const plugins: readonly Plugin[] = [
  approve,
  area,
  assign,
  close,
  help,
  hold,
  invite,
  label,
  lgtm,
  lifecycle,
  ownersLabel,
  size,
  wip,
];
