import { describe, expect, it, vi } from "vitest";
import { issueBody, labels, payloadIssue } from "./answers.ts";
import { bench, json } from "./fake-github.ts";

const issue = "/repos/acme/rocket/issues/7";

describe("labels", () => {
  it("costs nothing while the payload is fresh", async () => {
    const { fake, delivery } = bench();
    const github = delivery({ payload: { issue: { ...payloadIssue, labels: ["lgtm"] } } })();
    expect(await github.labels(7)).toEqual(["lgtm"]);
    expect(fake.routes).toEqual([]);
  });

  it("asks once a delivery when the payload is old", async () => {
    const { fake, time, delivery } = bench();
    fake.on(`GET ${issue}`, () => json(issueBody({ labels: labels("hold") })));
    const verbs = delivery({ payload: { issue: payloadIssue }, receivedAt: time.now() - 11_000 });
    expect(await Promise.all([verbs("a").labels(7), verbs("b").labels(7)])).toEqual([["hold"], ["hold"]]);
    expect(await verbs("a").labels(7)).toEqual(["hold"]);
    expect(fake.routes).toEqual([`GET ${issue}`]);
  });

  it.each([
    ["made long before it came", { eventAt: -11_000 }],
    ["of unknown age", { eventAt: Number.NaN }],
  ])("does not believe a payload %s", async (_, { eventAt }) => {
    const { fake, time, delivery } = bench();
    fake.on(`GET ${issue}`, () => json(issueBody({ labels: labels("hold") })));
    const github = delivery({ payload: { issue: payloadIssue }, eventAt: time.now() + eventAt })();
    expect(await github.labels(7)).toEqual(["hold"]);
  });

  it("does not believe a payload made before its own last write", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, () => json(labels("lgtm")));
    await delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["lgtm"]);
    fake.on(`GET ${issue}`, () => json(issueBody({ labels: labels("lgtm") })));
    expect(await delivery({ payload: { issue: payloadIssue } })().labels(7)).toEqual(["lgtm"]);
    expect(fake.routes).toEqual([`POST ${issue}/labels`, `GET ${issue}`]);
  });

  it("does not believe a payload made before the process began, because an earlier one may have written since", async () => {
    const { fake, time, delivery } = bench();
    fake.on(`GET ${issue}`, () => json(issueBody({ labels: labels("hold") })));
    const begun = time.now() - 60_000;
    const young = { payload: { issue: payloadIssue }, eventAt: begun + 2_000, receivedAt: begun + 2_000 };
    time.time = begun + 3_000;
    expect(await delivery(young)().labels(7)).toEqual(["hold"]);
    expect(await delivery({ ...young, eventAt: begun + 3_000 })().labels(7)).toEqual(payloadIssue.labels);
  });

  it("believes a payload that shows what its last write left", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, () => json(labels("lgtm")));
    await delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["lgtm"]);
    const next = delivery({ payload: { issue: { ...payloadIssue, labels: ["LGTM"] } } })();
    expect(await next.labels(7)).toEqual(["LGTM"]);
    expect(fake.routes).toEqual([`POST ${issue}/labels`]);
  });

  it("goes by GitHub's clock when it dates its own writes", async () => {
    const { fake, time, delivery } = bench();
    const date = new Date(time.now() + 60_000).toUTCString();
    fake.on(`POST ${issue}/labels`, () => json(labels("lgtm"), 200, { date }));
    fake.on(`GET ${issue}`, () => json(issueBody({ labels: labels("lgtm") })));
    await delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["lgtm"]);
    const next = delivery({ payload: { issue: payloadIssue }, eventAt: time.now() + 30_000 })();
    expect(await next.labels(7)).toEqual(["lgtm"]);
  });
});

describe("addLabels", () => {
  it("sends what is missing, compared without case, in one request", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, () => json(labels("Hold", "lgtm", "approved")));
    const github = delivery({ payload: { issue: { ...payloadIssue, labels: ["Hold"] } } })();
    await github.addLabels(7, ["hold", "lgtm", "LGTM", "approved"]);
    expect(fake.seen.map(({ body }) => body)).toEqual([{ labels: ["lgtm", "approved"] }]);
    expect(await github.labels(7)).toEqual(["Hold", "lgtm", "approved"]);
  });

  it("sends nothing when nothing is missing", async () => {
    const { fake, delivery } = bench();
    const github = delivery({ payload: { issue: { ...payloadIssue, labels: ["lgtm"] } } })();
    await github.addLabels(7, ["LGTM"]);
    await github.addLabels(7, []);
    expect(fake.routes).toEqual([]);
  });

  it("joins what several plugins add at once", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, () => json(labels("a", "b")));
    const verbs = delivery({ payload: { issue: payloadIssue } });
    await Promise.all([verbs("one").addLabels(7, ["a"]), verbs("two").addLabels(7, ["b"])]);
    expect(fake.seen.map(({ body }) => body)).toEqual([{ labels: ["a", "b"] }]);
  });

  it("does not let one plugin's refused label cost another its own", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, ({ body }) =>
      (body as { labels: string[] }).labels.includes("bad") ? json({ message: "Validation" }, 422) : json(labels("a")),
    );
    const verbs = delivery({ payload: { issue: payloadIssue } });
    const added = verbs("one").addLabels(7, ["a"]);
    await expect(verbs("two").addLabels(7, ["bad"])).rejects.toMatchObject({ refusal: "invalid" });
    await added;
    expect(await verbs("one").labels(7)).toEqual(["a"]);
  });

  it("shows every write of the delivery, whatever order the answers came in", async () => {
    const { fake, delivery } = bench();
    let answer: (response: Response) => void = () => {};
    const late = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    fake.on(`DELETE ${issue}/labels/x`, () => late);
    fake.on(`POST ${issue}/labels`, () => json(labels("a", "b", "x")));
    const github = delivery({ payload: { issue: { ...payloadIssue, labels: ["a", "x"] } } })();
    const removed = github.removeLabel(7, "x");
    await github.addLabels(7, ["b"]);
    answer(json(labels("a")));
    await removed;
    expect(await github.labels(7)).toEqual(["a", "b"]);
  });
});

describe("removeLabel", () => {
  it("takes a label that is gone for done", async () => {
    const { fake, delivery } = bench();
    fake.on(`DELETE ${issue}/labels/lgtm`, () => json({ message: "Label does not exist" }, 404));
    await delivery()().removeLabel(7, "lgtm");
    expect(fake.routes).toEqual([`DELETE ${issue}/labels/lgtm`]);
  });

  it("sends nothing when the payload shows that it is not there", async () => {
    const { fake, delivery } = bench();
    await delivery({ payload: { issue: payloadIssue } })().removeLabel(7, "lgtm");
    expect(fake.routes).toEqual([]);
  });

  it("writes names into the path whole", async () => {
    const { fake, delivery } = bench();
    fake.on(`DELETE ${issue}/labels/do-not-merge%2Fhold%20%3F`, () => json([]));
    await delivery()().removeLabel(7, "do-not-merge/hold ?");
    expect(fake.unexpected).toEqual([]);
  });
});

describe("repositoryLabels", () => {
  it("reads all pages, once a minute, and again after a label was created by adding it", async () => {
    const { fake, time, delivery } = bench();
    const last = '<https://api.test/repos/acme/rocket/labels?per_page=100&page=2>; rel="last"';
    fake.on("GET /repos/acme/rocket/labels", ({ path }) =>
      path.endsWith("page=1") ? json(labels("a"), 200, { link: last }) : json(labels("b")),
    );
    fake.on(`POST ${issue}/labels`, () => json(labels("c")));
    expect(await delivery()().repositoryLabels()).toEqual(["a", "b"]);
    await delivery()().repositoryLabels();
    expect(fake.seen).toHaveLength(2);
    time.time += 60_000;
    await delivery()().repositoryLabels();
    expect(fake.seen).toHaveLength(4);
    await delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["c"]);
    await delivery()().repositoryLabels();
    expect(fake.seen).toHaveLength(7);
  });

  it("is kept when every label added is in it, written however", async () => {
    const { fake, delivery } = bench();
    fake.on("GET /repos/acme/rocket/labels", () => json(labels("kind/bug", "lgtm")));
    fake.on(`POST ${issue}/labels`, () => json(labels("kind/bug", "lgtm")));
    await delivery()().repositoryLabels();
    await delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["Kind/Bug", "lgtm"]);
    expect(await delivery()().repositoryLabels()).toEqual(["kind/bug", "lgtm"]);
    expect(fake.routes).toEqual([expect.stringContaining("GET /repos/acme/rocket/labels?"), `POST ${issue}/labels`]);
  });

  it("is read again when one of the labels added is not in it, also while it was still being read", async () => {
    const { fake, delivery } = bench();
    let answer: (response: Response) => void = () => {};
    fake.on("GET /repos/acme/rocket/labels", () => new Promise<Response>((resolve) => (answer = resolve)));
    fake.on(`POST ${issue}/labels`, () => json(labels("lgtm", "new")));
    const early = delivery()().repositoryLabels();
    const added = delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["lgtm", "new"]);
    await vi.waitFor(() => expect(fake.routes).toHaveLength(2));
    answer(json(labels("lgtm")));
    await Promise.all([early, added]);
    const late = delivery()().repositoryLabels();
    await vi.waitFor(() => expect(fake.routes).toHaveLength(3));
    answer(json(labels("lgtm", "new")));
    expect(await late).toEqual(["lgtm", "new"]);
  });

  it("does not make a write fail whose list could not be read", async () => {
    const { fake, delivery } = bench();
    fake.on("GET /repos/acme/rocket/labels", () => json({ message: "Not Found" }, 404));
    fake.on(`POST ${issue}/labels`, () => json(labels("lgtm")));
    const list = delivery()().repositoryLabels();
    const added = delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["lgtm"]);
    await expect(list).rejects.toMatchObject({ status: 404 });
    await added;
    expect(fake.routes).toContain(`POST ${issue}/labels`);
  });
});
