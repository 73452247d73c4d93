/** The demo's `plugins.yaml`, as a project would write it. */
export const harbourPlugins = `plugins:
  harbour:
    plugins:
      - approve
      - assign
      - help
      - hold
      - label
      - lgtm
      - owners-label
      - size
      - wip
  harbour/boats:
    plugins:
      - close
      - invite

approve:
  - repos: [harbour]
    require_self_approval: true
    commandHelpLink: https://harbour.example/commands
    pr_process_link: https://harbour.example/reviews

lgtm:
  - repos: [harbour]
    review_acts_as_lgtm: true

size: { s: 10, m: 30, l: 100, xl: 500, xxl: 1000 }

label:
  additional_labels: [good berth]

close:
  - repos: [harbour/boats]
    reasons:
      completed:
        comment: Thank you for asking. The answer is above, so I tie this one up.
        labels: [triage/accepted]

invite:
  - repos: [harbour/boats]
    who: [author, collaborator]
    labels: [kind/support]
    message: |
      Welcome aboard! The crew meets on Thursdays at the boathouse.

      Ask for a berth in #harbour-crew and somebody will show you around.
`;
