/** Sixty thousand characters each, made to send careless patterns back and forth. */
export function attackStrings(length = 60_000): readonly string[] {
  const fill = (text: string) => text.repeat(Math.ceil(length / text.length)).slice(0, length);
  return [
    fill(" "),
    `x${fill(" ")}x`,
    fill("\t\n"),
    fill("\n"),
    `/lgtm${fill(" ")}x`,
    fill("/lgtm "),
    fill("/lgtm\n"),
    fill("<!--"),
    fill("<!-- -"),
    fill("`"),
    fill("a-"),
    fill("a,b "),
    fill("@a/b "),
    fill("https://github.com/a/b/pull/"),
    `-----BEGIN RSA PRIVATE KEY-----${fill("A")}`,
    fill("Bearer ey"),
    fill("eyJAAAAAAAA-"),
    fill("a.b:c/d-"),
    fill("0"),
  ];
}
