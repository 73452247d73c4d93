/** Of the texts below, those that no server may take for a configuration. */
export const mustBeRefused: readonly string[] = [
  ...["laughs", "merges", "flow depth", "closed flow depth", "map depth", "block depth", "list depth", "anchors"],
  ...[
    "wide list",
    "wide map",
    "same key",
    "comments",
    "quotes",
    "no yaml",
    "too large",
    "lgtm entries",
    "approve entries",
  ],
];

/** As large as a configuration may be, and a little less. */
const LARGE = 1_000_000;

/** A plugins.yaml that enables hold, and whatever else is given. */
function enabling(rest: string): string {
  return `plugins:\n  harbour: { plugins: [hold] }\n${rest}`;
}

function laughs(): string {
  const lines = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (let level = 1; level < 12; level++) {
    const [name, before] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
    lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`);
  }
  return lines.join("\n");
}

/** Merge keys that copy what they merge, level after level. */
function merges(): string {
  const lines = [`a0: &a0 {${Array.from({ length: 500 }, (_, key) => `k${key}: v`).join(", ")}}`];
  for (let level = 1; level < 60; level++) {
    const merged = Array.from({ length: 60 }, () => `*a${level - 1}`).join(", ");
    lines.push(`a${level}: &a${level} { <<: [${merged}], k${level}: v }`);
  }
  return lines.join("\n");
}

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join("\n");
/** One pattern everywhere a configuration takes one. */
function patterns(source: string): string {
  const owners = `owners:\n  skip_collaborators: ['${source}']\n`;
  return enabling(`${owners}require_matching_label:\n- regexp: '${source}'\n  org: harbour\n`);
}

/** Texts of plugins.yaml that try to stop, exhaust or confuse whoever reads them, by name. */
export function hostileConfigurations(): Readonly<Record<string, string>> {
  return {
    laughs: enabling(laughs()),
    merges: enabling(merges()),
    "flow depth": enabling(`x: ${"[".repeat(LARGE)}`),
    "closed flow depth": enabling(`x: ${"[".repeat(50_000)}${"]".repeat(50_000)}`),
    "map depth": enabling(`x: ${"{a: ".repeat(100_000)}`),
    "block depth": lines(1_400, (n) => `${" ".repeat(n)}a:`),
    "list depth": enabling(`x:\n${"- ".repeat(200_000)}x`),
    "one scalar": enabling(`x: ${"y".repeat(LARGE)}`),
    "quoted scalar": enabling(`x: "${"\\x41".repeat(LARGE / 4)}"`),
    "folded scalar": enabling(`x: >\n${" y\n".repeat(LARGE / 3)}`),
    spaces: enabling(`x: "${" ".repeat(LARGE)}"\n`),
    "long key": enabling(`"${"k".repeat(LARGE - 100)}": v\n`),
    "wide map": lines(40_000, (n) => `k${n}: v`),
    "wide plugins": `plugins:\n${lines(15_000, (n) => `  org${n}: { plugins: [hold] }`)}\n`,
    "unknown plugins": `plugins:\n  harbour:\n    plugins:\n${lines(30_000, (n) => `    - hodl${n}`)}\n`,
    "one plugin often": `plugins:\n  harbour:\n    plugins:\n${lines(50_000, () => "    - hold")}\n`,
    "same key": lines(50_000, () => "plugins: {}"),
    "wide list": enabling(`x:\n${lines(90_000, () => "- y")}\n`),
    "lgtm entries": enabling(`lgtm:\n${lines(10_000, (n) => `- repos: [harbour/r${n}]\n  review_acts_as_lgtm: 7`)}\n`),
    "approve entries": enabling(`approve:\n${lines(20_000, (n) => `- repos: [harbour/r${n % 7}]`)}\n`),
    "restricted labels": enabling(
      `label:\n  restricted_labels:\n    "*":\n${lines(8_000, (n) => `    - { label: l${n}, allowed_users: [a] }`)}\n`,
    ),
    "prototype keys": enabling(
      "__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\ntoString: 1\n",
    ),
    "prototype orgs":
      "plugins:\n  __proto__: { plugins: [hold] }\n  constructor: { plugins: [hold] }\n  harbour: { plugins: [__proto__, toString] }\n",
    "catastrophic pattern": patterns("(a+)+$"),
    "repeated pattern": patterns("((a{0,100}){0,100}){0,100}"),
    "unclosed pattern": patterns("(".repeat(900)),
    tags: enabling(lines(90, (n) => `k${n}: !!js/function "function(){}"`)),
    anchors: enabling(lines(5_000, (n) => `k${n}: &a${n} v`)),
    "no yaml": "\u0000\u0001\ufffe".repeat(10_000),
    tabs: "\t".repeat(100_000),
    "byte order": `\ufeff${"%YAML 1.1\n".repeat(50_000)}`,
    documents: "---\na: b\n".repeat(20_000),
    comments: "# x\n".repeat(200_000),
    colons: ": ".repeat(200_000),
    quotes: enabling(`x: ${'"'.repeat(100_001)}`),
    "too large": "x".repeat(8_000_000),
  };
}
