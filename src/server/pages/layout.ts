import { html, raw } from "hono/html";

type Fragment = ReturnType<typeof html>;

/** Styles of every page: readable without them, quiet with them, in light and dark, on a phone. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1c2733; --soft: #5b6b7b; --paper: #fbfaf7; --line: #d9d5cb; --accent: #0b6e6e; --alarm: #a3262a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --soft: #a3b1bf; --paper: #14191f; --line: #323c47; --accent: #5cc8c0; --alarm: #ff9d94; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
header { border-bottom: 2px solid var(--accent); margin-bottom: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p.lead, dt, footer, .hint { color: var(--soft); } a { color: var(--accent); }
code { font: .92em ui-monospace, monospace; color: var(--ink); background: color-mix(in srgb, var(--accent) 12%, transparent);
  padding: .1em .35em; border-radius: .3em; overflow-wrap: anywhere; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; }
article { border-top: 1px solid var(--line); padding: .8rem 0; }
article h3 { margin: 0 0 .4rem; font-size: 1rem; line-height: 1.7; } article p { margin: 0 0 .4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; margin: 0; }
dt { font-size: .9rem; } dd { margin: 0; }
.examples { display: flex; flex-wrap: wrap; gap: .2rem .5rem; margin: 0; padding: 0; list-style: none; }
@media (max-width: 32rem) { dl { display: block; } dd { margin: 0 0 .35rem; } }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0; }
form.stacked { flex-direction: column; align-items: start; gap: 1rem; max-width: 30rem; }
form.stacked div, form.stacked input { width: 100%; }
form > a { padding: .45rem 0; }
/* A problem is as wide as its input, and the button stays beside the input: below the label's height. */
form:not(.stacked) .problem { width: 0; min-width: 100%; }
form:not(.stacked):has(.problem) { align-items: start; } form:not(.stacked):has(.problem) button { margin-top: 1.7rem; }
label { display: block; margin-bottom: .3rem; font-size: .9rem; }
.hint, .problem { font-size: .9rem; margin: .2rem 0 0; } .problem { color: var(--alarm); font-weight: 600; }
input, select, button { font: inherit; padding: .4rem .6rem; border: 1px solid var(--soft); border-radius: .4rem;
  background: transparent; color: inherit; }
[aria-invalid] { border: 2px solid var(--alarm); }
::placeholder { color: var(--soft); opacity: 1; }
button { background: var(--accent); color: var(--paper); border-color: var(--accent); cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
h2 { scroll-margin-top: 1rem; }
footer { border-top: 1px solid var(--line); margin-top: 2rem; font-size: .9rem; }
.skip { position: absolute; top: 0; left: -9999px; padding: .5rem .8rem; background: var(--accent); color: var(--paper); }
.skip:focus { left: 0; }
`;

const NAME = "Bowsprit";

/** A whole page: no script, no request to anywhere else. */
export function page(title: string, content: Fragment): Fragment {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === NAME ? NAME : `${title} · ${NAME}`}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${content}
</body>
</html>`;
}
