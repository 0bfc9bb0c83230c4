/** Tokens by their shape; narrow, because `hf_hub_download` is none (see redaction/shapes.ts). */
export const tokenText =
  '(?:hf_(?:oauth_|jwt_)?[A-Za-z0-9.-]{16,}|api_org_[A-Za-z0-9]{16,}|nvapi-[\\w-]{16,})'
const token = new RegExp(tokenText)
const tokens = new RegExp(tokenText, 'g')

/** Whether a text holds something of a token's shape. */
export function holdsToken(text: string): boolean {
  return token.test(text)
}

/** Everything of a token's shape in a text. */
export function tokensIn(text: string): readonly string[] {
  return text.match(tokens) ?? []
}
