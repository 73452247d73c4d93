import { Octokit } from "@octokit/core";

/** What GitHub answers once for a new App; it never shows the key again. */
export interface CreatedApp {
  readonly id: number;
  readonly slug: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly url: string;
}

/**
 * Trades the code of the App manifest flow for the new App's credentials. The code works once, within an hour.
 * Source: GitHub, "Registering a GitHub App from a manifest".
 * @throws the client's error when GitHub refuses the code.
 */
export async function convertManifest(apiUrl: string, code: string): Promise<CreatedApp> {
  const octokit = new Octokit({ baseUrl: apiUrl });
  const { data } = await octokit.request("POST /app-manifests/{code}/conversions", { code });
  return {
    id: data.id,
    slug: data.slug ?? data.name,
    privateKey: data.pem,
    webhookSecret: data.webhook_secret ?? "",
    url: data.html_url,
  };
}
