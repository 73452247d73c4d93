import { decode } from "../decode.ts";
import type { Comment } from "../github.ts";
import { GitHubError } from "../github-error.ts";
import { networkError, outcomeUnknown } from "../refusal-of.ts";
import { commentMarker, effectId, fitComment } from "./comment-text.ts";
import { commentAnswer } from "./rest-answers.ts";
import { ask, askForAll, type VerbContext } from "./verb-context.ts";

/** GitHub ends a request after 10 s, so what an earlier one did is visible after this. */
const settleMs = 12_000;
/** Looking further back than an event, or than our own clock says where no event has a time, costs little. */
const marginMs = 60_000;
const unknownSkewMs = 24 * 60 * 60_000;

const listRoute = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const postRoute = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

/** A comment to be made, once. */
interface Intent {
  readonly number: number;
  readonly body: string;
  readonly effect: string;
  readonly marker: string;
  /** The same comment's markers with the keys there were before. */
  readonly otherMarkers: readonly string[];
  /** Since when a store that is no more may have made it; undefined without doubt. */
  readonly doubtedSince: number | undefined;
}

/** The effect log knew the comment already; stops the request before it is sent. */
class AlreadyBegun extends Error {
  readonly state: "unknown" | "done";
  readonly since: number;

  constructor(state: "unknown" | "done", since: number) {
    super(`the comment is ${state}`);
    this.state = state;
    this.since = since;
  }
}

/**
 * Posts a comment so that it is visible once however often this runs: the intent is on disk before the request, and a
 * request that nobody knows the end of is looked for before it is made again.
 */
export async function commentOnce(
  context: VerbContext,
  { number, body, ordinal }: { readonly number: number; readonly body: string; readonly ordinal: number },
): Promise<void> {
  const { delivery, plugin, repo, services } = context;
  const effect = effectId({ delivery, plugin, repo: `${repo.owner}/${repo.name}`, number, ordinal });
  const doubtedSince = await services.doubtedSince(delivery);
  const marker = commentMarker(effect, services.markerSecret);
  const otherMarkers = services.otherMarkerSecrets.map((secret) => commentMarker(effect, secret));
  const intent = { number, body, effect, marker, otherMarkers, doubtedSince };
  const begun = await post(context, intent);
  if (begun === undefined || begun.state === "done") return;
  const found = await look(context, intent, begun.since);
  await services.effects.settle(effect, found ? "done" : "refused");
  if (found) context.snapshot.comments.posted(number, found);
  else await postAgain(context, { ...intent, doubtedSince: undefined });
}

/** After a look that found nothing the intent is new; anyone else who begins it now is another process, to be left alone. */
async function postAgain(context: VerbContext, intent: Intent): Promise<void> {
  const begun = await post(context, intent);
  if (begun?.state === "unknown") throw networkError(postRoute, begun);
}

/** What the effect log had against it; undefined when the comment was posted. */
async function post(context: VerbContext, intent: Intent): Promise<AlreadyBegun | undefined> {
  let sent = false;
  const beforeSend = async () => {
    const { state, since } = await context.services.effects.begin(intent.effect);
    if (state !== "new") throw new AlreadyBegun(state, since);
    if (intent.doubtedSince !== undefined) throw new AlreadyBegun("unknown", intent.doubtedSince);
    sent = true;
    context.services.sendings.note(intent.effect);
  };
  try {
    await send(context, intent, beforeSend);
  } catch (error) {
    if (error instanceof AlreadyBegun) return error;
    if (sent && !outcomeUnknown(error)) await context.services.effects.settle(intent.effect, "refused");
    throw error;
  }
  return undefined;
}

async function send(context: VerbContext, intent: Intent, beforeSend: () => Promise<void>): Promise<void> {
  const { number, effect, marker } = intent;
  const body = `${fitComment(intent.body)}\n\n${marker}`;
  const question = { route: postRoute, path: { issue_number: number }, body: { body }, beforeSend };
  const answer = await ask(context, question);
  if (answer.planned) return;
  const comment = decode(commentAnswer, postRoute, answer.data);
  await context.services.effects.settle(effect, "done");
  context.snapshot.comments.posted(number, comment);
}

/** The comment an earlier request made. */
async function look(context: VerbContext, intent: Intent, since: number): Promise<Comment | undefined> {
  refuseToLookEarly(context, intent.effect, since);
  const [login, comments] = await Promise.all([
    context.services.login(),
    askForAll(context, commentAnswer, {
      route: listRoute,
      path: { issue_number: intent.number },
      query: { since: new Date(notBefore(context, since)).toISOString() },
    }),
  ]);
  const own = comments.filter((comment) => comment.author.login.toLowerCase() === login.toLowerCase());
  const markers = [intent.marker, ...intent.otherMarkers];
  return own.find((comment) => markers.some((marker) => comment.body.includes(marker)));
}

/** GitHub's clock dates comments: none of ours is older than the event that made us say it, whatever our clock says. */
function notBefore({ eventAt }: VerbContext, since: number): number {
  return eventAt === undefined ? since - unknownSkewMs : Math.min(since, eventAt) - marginMs;
}

/**
 * An effect that an earlier process began may have been sent until the moment that process ended. The time until it must
 * show is not slept through here: a delivery that runs at several deaths of the process is put away as their cause.
 */
function refuseToLookEarly({ services }: VerbContext, effect: string, since: number): void {
  const retryAfter = settleMs - services.sendings.age(effect, services.clock.now() - since);
  if (retryAfter <= 0) return;
  const message = `${postRoute} may have been done already: it is looked for once it must show`;
  throw new GitHubError(message, { route: postRoute, status: 0, refusal: "network", retryAfter });
}
