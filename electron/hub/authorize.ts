import type { Secret } from '../redaction/secret.ts'

/**
 * Headers that carry the token, for addresses of the Hub itself. Any other origin gets none: the
 * storage hosts that files come from know signed addresses, and must never see the token.
 */
export function authorize(
  url: string,
  { endpoint, token }: { readonly endpoint: string; readonly token: Secret | null },
): Record<string, string> {
  if (token === null || new URL(url).origin !== new URL(endpoint).origin) return {}
  return { authorization: `Bearer ${token.reveal()}` }
}
