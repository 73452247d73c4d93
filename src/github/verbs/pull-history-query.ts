/** Everything `pullHistory` reads, first hundred of each; a test checks it against GitHub's published schema. */
export const pullHistoryQuery = `query PullHistory($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      number
      title
      body
      state
      isDraft
      merged
      url
      author { ...account }
      labels(first: 100) { nodes { name } }
      assignees(first: 100) { nodes { login } }
      reviewRequests(first: 100) {
        nodes {
          requestedReviewer { __typename ... on Actor { login } }
        }
      }
      baseRefName
      baseRefOid
      baseRef { target { oid } }
      headRefName
      headRefOid
      headRepository { name owner { login } }
      changedFiles
      files(first: 100) {
        nodes { path changeType additions deletions }
        pageInfo { hasNextPage }
      }
      comments(first: 100) {
        nodes { fullDatabaseId author { ...account } body createdAt updatedAt url }
        pageInfo { hasNextPage }
      }
      reviews(first: 100) {
        nodes {
          fullDatabaseId
          author { ...account }
          body
          state
          submittedAt
          url
          comments(first: 50) {
            nodes { fullDatabaseId author { ...account } body createdAt updatedAt url }
            pageInfo { hasNextPage }
          }
        }
        pageInfo { hasNextPage }
      }
      timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
        nodes {
          ... on LabeledEvent { actor { ...account } label { name } createdAt }
        }
        pageInfo { hasPreviousPage }
      }
    }
  }
}
fragment account on Actor { __typename login }
`;
