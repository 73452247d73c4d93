import { html } from "hono/html";

type Fragment = ReturnType<typeof html>;

export interface FieldTexts {
  /** Of the input, which is sent under the same name. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** What was wrong with what was sent, and what to write. */
  readonly problem?: string | undefined;
  /** Whether the page opens with this field in focus: one a page may. */
  readonly focus?: boolean;
}

/** A labelled input whose hint and problem are read out with it. */
export function field(
  { id, label, hint, problem, focus }: FieldTexts,
  input: (attributes: Fragment) => Fragment,
): Fragment {
  const described = [problem === undefined ? [] : [`${id}-problem`], hint === undefined ? [] : [`${id}-hint`]].flat();
  const attributes = html`id="${id}" name="${id}"${
    described.length === 0 ? "" : html` aria-describedby="${described.join(" ")}"`
  }${problem === undefined ? "" : html` aria-invalid="true"`}${focus ? html` autofocus` : ""}`;
  return html`<div><label for="${id}">${label}</label>
${input(attributes)}${problem === undefined ? "" : html`<p class="problem" id="${id}-problem">${problem}</p>`}${
  hint === undefined ? "" : html`<p class="hint" id="${id}-hint">${hint}</p>`
}</div>`;
}
