// Lets whatever imports the product's source get the build that is tried instead, with the bugs that are planted in it.
import { register } from "node:module";
import { pathToFileURL } from "node:url";

const { PROVE_BUILD } = process.env;
if (PROVE_BUILD !== undefined && PROVE_BUILD !== "") {
  const source = new URL("../../../src/", import.meta.url).href;
  const build = pathToFileURL(`${PROVE_BUILD}/`).href;
  const hook = `
    export async function resolve(name, context, next) {
      const found = await next(name, context);
      const file = found.url.split("?")[0];
      if (!file.startsWith(${JSON.stringify(source)}) || !file.endsWith(".ts")) return found;
      const url = ${JSON.stringify(build)} + file.slice(${source.length}, -3) + ".js";
      return { ...found, url, format: "module" };
    }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
