import { randomBytes } from "node:crypto";

const INJECTION = "@evil ![x](https://evil.example/x.png) <img src=x onerror=alert(1)> <script>1</script> Fixes #1";

/** GitHub takes no longer comment. */
const LONGEST = 65_536;

/** Comments that try to stop, exhaust or misuse whoever reads them. */
export function hostileComments(): readonly string[] {
  const fences = Array.from({ length: 2_000 }, (_, index) => `${"`".repeat(3 + (index % 40))}\n/hold\n`).join("");
  return [
    `/hold\n${"`".repeat(65_000)}`,
    "/lgtm\n".repeat(10_922),
    Array.from({ length: 5_000 }, (_, index) => `/command${index} x`).join("\n"),
    fences,
    `/hold\n${"<!--".repeat(16_000)}`,
    `/hold\n${"> ".repeat(32_000)}`,
    `/hold\n${" ".repeat(65_000)}x`,
    `/label ${"a ".repeat(30_000)}`,
    `/label ${INJECTION}`,
    `/assign ${INJECTION}`,
    `/remove-label ${INJECTION}`,
    `/${INJECTION}`,
    `/lbel ${INJECTION}`,
    `/lbel x\n\`\`\`\n${INJECTION}\n`,
    `/lbel x\n</details>\n\`\`\`\`\`\n${INJECTION}\n`,
    "/assign аlice \u212Aate ſam ｅvil",
    "/assign __proto__ constructor toString hasOwnProperty",
    "/label __proto__ constructor",
    `/cc ${Array.from({ length: 500 }, (_, index) => `@user${index}`).join(" ")}`,
    "/hold\u2028/lgtm\r/approve",
    "/hold\u202e\u200b\u0000 x",
    `/label \`\`\`${INJECTION}\`\`\``,
    `/label \`${INJECTION}`,
  ].map((text) => text.slice(0, LONGEST));
}

/** OWNERS files that try the same. */
export function hostileOwners(): readonly string[] {
  const laughs = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (let level = 1; level < 9; level++) {
    const [name, before] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
    laughs.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`);
  }
  return [
    laughs.join("\n"),
    "[".repeat(28_000),
    "{a: ".repeat(10_000),
    `approvers:\n${"  - x\n".repeat(40_000)}`,
    Array.from({ length: 20_000 }, (_, index) => `k${index}: v`).join("\n"),
    "approvers: {__proto__: [x]}\n__proto__: {polluted: yes}\n",
    "filters:\n  '(a+)+$': { approvers: [x] }\n",
    `filters:\n  '${"(".repeat(2_000)}': { approvers: [x] }\n`,
    "\t- x\n",
    "approvers: [1e5, true, 0x10, ~]\n",
    `approvers: ["${INJECTION}"]\n`,
    randomBytes(20_000).toString("latin1"),
  ];
}

/** Bodies that must be refused without being looked into. */
export function needsNoAnswer(): readonly { readonly body: Buffer; readonly headers: Record<string, string> }[] {
  return [
    { body: Buffer.alloc(25_000_000, "x"), headers: {} },
    { body: Buffer.from("[".repeat(200_000)), headers: {} },
    { body: Buffer.from('{"__proto__":{"polluted":1}}'), headers: {} },
    { body: Buffer.from("{}"), headers: { "x-hub-signature-256": `sha256=${"0".repeat(63)}g` } },
    { body: Buffer.from("{}"), headers: { "content-encoding": "gzip" } },
  ];
}
