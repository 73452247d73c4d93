import { expect, it } from "vitest";
import type { Answer } from "./stage.ts";
import { setStage } from "./stage.ts";

const HOSTILE = `<img src=x onerror="alert('1')">&amp;`;

function expectHarmless({ text, headers }: Answer): void {
  expect(text).not.toMatch(/<(?:img|script)/);
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/);
}

it("shows each comment, review and reviewed line where its address says", async () => {
  const { sandbox, repository, ask } = await setStage();
  const pull = repository.pull({ author: "alice", title: "A thing", files: { "a.txt": "1\n" } });
  const rick = sandbox.as("rick");
  rick.comment(pull, "Looks fine.<!-- a mark -->\nReally.");
  rick.review(pull, "COMMENTED", "One thing");
  rick.reviewComment(pull, "Why?", { path: "a.txt", line: 1 });
  rick.addLabels(pull, "lgtm");
  for (const route of ["issues/1/comments", "pulls/1/reviews", "pulls/1/comments"]) {
    const [one] = (await ask(`GET /repos/acme/app/${route}`, { as: "rick" })).json as {
      html_url: string;
      body: string;
    }[];
    const { pathname, hash } = new URL(one?.html_url ?? "");
    const page = await ask(`GET ${pathname}`);
    expect([page.status, page.text.split(`id="${hash.slice(1)}"`).length]).toEqual([200, 2]);
    expect(page.text).toContain(one?.body.split("<")[0]);
    expect(page.text).not.toContain("a mark");
  }
  const { text } = await ask("GET /acme/app/pull/1");
  expect(text.indexOf("Looks fine.\nReally.")).toBeGreaterThan(text.indexOf("A thing"));
  expect(text).toMatch(/rick · labeled: lgtm · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
});

it("writes what strangers wrote as text", async () => {
  const { sandbox, repository, ask } = await setStage();
  const issue = repository.issue({ author: "otto", title: HOSTILE, body: HOSTILE });
  sandbox.as("otto").comment(issue, `${HOSTILE} <!-- open`);
  sandbox.as("boss").edit(issue, { title: `${HOSTILE}2` });
  for (const path of ["/acme/app", "/acme/app/issues/1"]) {
    const page = await ask(`GET ${path}`);
    expectHarmless(page);
    expect(page.text).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;");
  }
});

it("lists what was opened, latest first", async () => {
  const { repository, ask } = await setStage();
  expect((await ask("GET /acme/app")).text).toContain("Nothing has been opened here.");
  repository.issue({ author: "otto", title: "Older" });
  repository.pull({ author: "alice", title: "Younger" });
  const { text } = await ask("GET /ACME/app");
  expect(text.indexOf('href="/acme/app/pull/2">Younger')).toBeLessThan(text.indexOf('href="/acme/app/issues/1">Older'));
  expect(text).toContain('href="/acme/app/pull/2">Younger');
});

it.each([
  "GET /acme/app/pull/9",
  "GET /acme/none",
  "GET /acme/app/pull/1/files",
  "GET /acme/app/pull/__proto__",
  "POST /acme/app",
])("leaves %s to the API", async (route) => {
  const { ask } = await setStage();
  expect(await ask(route)).toMatchObject({ status: 404, json: { message: "Not Found" } });
});
