/** A fixed host of Meta's, or any below one of its domains. */
const META_HOST = /^(lookaside\.fbsbx\.com|([a-z0-9-]+\.)+(fbcdn\.net|whatsapp\.net))$/;

/**
 * Whether a media file may be fetched from a URL with a channel's token: on Meta's media hosts by HTTPS, or on the Graph
 * host as it is configured (DESIGN 7, "Egress guard").
 *
 * @param graphUrl POSTHORN_META_GRAPH_URL.
 */
export function isMediaHost(url: URL, graphUrl: string): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.origin === new URL(graphUrl).origin) return true;
  return url.protocol === 'https:' && url.port === '' && META_HOST.test(url.hostname);
}
