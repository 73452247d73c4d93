/** One variable the process reads: the source of `.env.example` and docs/configuration.md. */
export interface EnvironmentVariable {
  readonly name: string;
  /** One sentence: what it is for, and where to get it. */
  readonly description: string;
  /** As it would be written; absent when there is none. */
  readonly default?: string;
  /** A value to show in `.env.example` where there is no default. */
  readonly example?: string;
  /** Stands in `.env.example` without a value and without a `#`. */
  readonly toFillIn?: true;
}

/** Every environment variable Bowsprit reads, in the order a person fills them in. */
export const environmentVariables: readonly EnvironmentVariable[] = [
  {
    name: "APP_ID",
    description: "The GitHub App's id, from the App's settings page.",
    example: "123456",
    toFillIn: true,
  },
  {
    name: "PRIVATE_KEY",
    description: "The App's private key: the PEM itself, the PEM on one line with \\n, or base64 of it.",
    example: '"-----BEGIN RSA PRIVATE KEY-----\\n…\\n-----END RSA PRIVATE KEY-----"',
  },
  {
    name: "PRIVATE_KEY_PATH",
    description: "A file with the private key, instead of PRIVATE_KEY.",
    example: "bowsprit.pem",
  },
  {
    name: "WEBHOOK_SECRET",
    description: "The webhook's secret, at least 16 characters; several, comma-separated, while rotating.",
    example: "run: openssl rand -hex 32",
    toFillIn: true,
  },
  {
    name: "GITHUB_TOKEN",
    description:
      "A personal or bot token with ordinary repository webhooks, instead of an App; unused when APP_ID is set.",
    example: "ghp_…",
  },
  {
    name: "ALLOWED_ACCOUNTS",
    description: "The only organisations and users that are served, comma-separated; all when unset.",
    example: "your-org,your-login",
  },
  {
    name: "ALLOWED_HOOKS",
    description: "The only webhooks that are listened to, by GitHub's id of the hook, comma-separated; all when unset.",
    example: "123456789",
  },
  { name: "GITHUB_API_URL", description: "The REST API's address.", default: "https://api.github.com" },
  {
    name: "GHE_HOST",
    description: "GitHub Enterprise Server's host name, instead of GITHUB_API_URL.",
    example: "github.example.com",
  },
  { name: "GHE_PROTOCOL", description: "Protocol of GHE_HOST: https or http.", default: "https" },
  { name: "HOST", description: "Address to listen on; 0.0.0.0 for all.", default: "localhost" },
  { name: "PORT", description: "Port to listen on; 0 takes a free one and logs it.", default: "3000" },
  { name: "WEBHOOK_PATH", description: "Where webhooks arrive, besides /hook.", default: "/api/github/webhooks" },
  { name: "LOG_LEVEL", description: "trace, debug, info, warn, error, fatal or silent.", default: "info" },
  { name: "LOG_FORMAT", description: "json, or pretty for people.", default: "json in production, else pretty" },
  { name: "PLUGINS_FILE", description: "Prow's plugins.yaml.", default: "plugins.yaml" },
  { name: "CONFIG_FILE", description: "Prow's config.yaml; may be missing.", default: "config.yaml" },
  {
    name: "SUPPLEMENTAL_PLUGINS_DIR",
    description:
      "Directory of more plugins.yaml parts: all files in it and below whose names end in _pluginconfig.yaml.",
    example: "plugins.d",
  },
  { name: "DATA_DIR", description: "Directory of the inbox; must survive restarts.", default: "data" },
  {
    name: "DATABASE_URL",
    description: "PostgreSQL that several replicas share, instead of DATA_DIR.",
    example: "postgres://bowsprit:password@localhost:5432/bowsprit",
  },
  {
    name: "GH_ORG",
    description: "Organisation that will own the App that the setup page creates.",
    example: "your-org",
  },
  {
    name: "GITHUB_LIMITS",
    description:
      "on keeps within GitHub's documented limits per installation; off for an Enterprise Server without limits.",
    default: "on",
  },
  {
    name: "GITHUB_CONTENT_PER_MINUTE",
    description: "Comments and reviews per installation and minute.",
    default: "80",
  },
  { name: "GITHUB_CONTENT_PER_HOUR", description: "Comments and reviews per installation and hour.", default: "500" },
  {
    name: "GITHUB_POINTS_PER_MINUTE",
    description: "Points per installation and minute: a read is 1, a write 5.",
    default: "900",
  },
  { name: "GITHUB_CONCURRENCY", description: "Requests at once per installation.", default: "20" },
  { name: "NODE_ENV", description: "production refuses the setup page and logs JSON.", example: "production" },
];
