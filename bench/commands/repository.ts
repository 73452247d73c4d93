/** Approves everything in the repositories of the benchmark. */
export const OWNER = "mara";

const directories = Array.from({ length: 10 }, (_, index) => `part-${index}`);

/** Owners of one directory each. */
export const owners: readonly string[] = directories.map((_, index) => `owner-${index}`);

export const repositoryLabels: readonly string[] = [
  ...["lgtm", "approved", "do-not-merge/hold", "size/S"],
  ...directories.map((directory) => `area/${directory}`),
];

/** Ten directories with owners of their own, below a root owner. */
export const repositoryFiles: Readonly<Record<string, string>> = {
  OWNERS: `approvers:\n- ${OWNER}\nreviewers:\n- ${OWNER}\n`,
  ...Object.fromEntries(
    directories.map((directory, index) => [
      `${directory}/OWNERS`,
      `approvers:\n- owner-${index}\nreviewers:\n- owner-${index}\nlabels:\n- area/${directory}\n`,
    ]),
  ),
};

/** One file in each of them. */
export const changedFiles: Readonly<Record<string, string>> = Object.fromEntries(
  directories.map((directory) => [`${directory}/code.go`, "package part\n"]),
);
