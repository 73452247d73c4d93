/** What servers said in their logs of each delivery that they gave up. */
export function givenUp(output: string): readonly string[] {
  const lines = output.split("\n").filter((line) => line.includes('"delivery is dead'));
  return lines.map((line) => /"(?:reason|msg)":"([^"]*)"/.exec(line)?.[1] ?? line);
}
