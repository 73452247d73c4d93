import { describe, expect, it } from "vitest";
import { setStage } from "./stage.ts";

const R = "/repos/acme/app";

describe("asking without a socket", () => {
  it.each([
    ["GET", R, undefined],
    ["GET", `${R}/labels?per_page=1`, undefined],
    ["GET", "/nowhere", undefined],
    ["POST", `${R}/issues`, '{"title":7}'],
    ["POST", "/graphql", '{"query":"{ viewer { login } }"}'],
    ["DELETE", `${R}/labels/lgtm`, undefined],
  ])("%s %s is answered as over the wire", async (method, path, body) => {
    const [near, far] = [await setStage(), await setStage()];
    const init = { method, headers: { authorization: `token ${near.sandbox.tokenOf("boss")}` } };
    const sent = body === undefined ? init : { ...init, body };
    const there = await fetch(far.sandbox.url + path, sent);
    const here = await near.sandbox.fetch(near.sandbox.url + path, sent);
    expect(here.status).toBe(there.status);
    expect(local(await here.text())).toBe(local(await there.text()));
    expect(local(here.headers.get("link"))).toBe(local(there.headers.get("link")));
    expect(here.headers.get("content-type")).toBe(there.headers.get("content-type"));
  });

  it("meets faults: a reset rejects, silence ends with the caller's patience", async () => {
    const { sandbox } = await setStage();
    sandbox.faults.next("GET /repos/{owner}/{repo}", { kind: "reset" });
    await expect(sandbox.fetch(sandbox.url + R)).rejects.toThrow("fetch failed");
    sandbox.faults.next("GET /repos/{owner}/{repo}", { kind: "hang" });
    const patience = new AbortController();
    const silence = sandbox.fetch(sandbox.url + R, { signal: patience.signal });
    patience.abort(new Error("enough"));
    await expect(silence).rejects.toThrow("enough");
    expect((await sandbox.fetch(sandbox.url + R)).status).toBe(200);
  });
});

/** Without the ports that the two listen on. */
function local(text: string | null): string | undefined {
  return text?.replaceAll(/127\.0\.0\.1:\d+/g, "loopback");
}
