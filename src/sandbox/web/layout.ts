import { Markup, markup } from "./markup.ts";

const STYLE = new Markup(`
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%, transparent); }
body { margin: 0 auto; max-width: 50rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; } .soft { opacity: .75; margin: .3rem 0; }
article, .event { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; margin: .8rem 0; }
.event { border-style: dashed; font-size: .9rem; padding-block: .2rem; } :target { outline: 3px solid #0b6e6e; }
.body { white-space: pre-wrap; overflow-wrap: anywhere; }
.label { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; } dt { opacity: .75; } dd { margin: 0; }
`);

/** A whole page of the sandbox's: no script, nothing from elsewhere. */
export function layout(title: string, content: Markup): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${content}
</body>
</html>
`.text;
}
