// Loaded into the process under test: whatever asks GitHub about some issues hoards memory until the process dies of it.
const about = (process.env.PROVE_GLUTTON ?? "nothing").split(",");
const real = globalThis.fetch;

globalThis.fetch = (...request) => {
  const url = `${request[0]?.url ?? request[0]}/`;
  if (!about.some((part) => url.includes(part))) return real(...request);
  const hoard = [];
  for (;;) hoard.push(Array.from({ length: 50_000 }, (_, index) => ({ index })));
};
