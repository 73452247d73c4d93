/** Of every page: nothing is loaded, nobody frames it, and forms go to one place, this server's own unless told. */
export function contentPolicy(forms = "'self'"): string {
  return `default-src 'none'; style-src 'unsafe-inline'; form-action ${forms}; frame-ancestors 'none'; base-uri 'none'`;
}
