import { expect } from 'vitest'

/** Any string. (Vitest types its matchers as `any`; these are not.) */
export const ANY_TEXT: unknown = expect.any(String)

/** The Hub's database ids. */
export const HEX_24 = textLike(/^[0-9a-f]{24}$/)

/** Git hashes. */
export const HEX_40 = textLike(/^[0-9a-f]{40}$/)

/** SHA-256 and Xet hashes. */
export const HEX_64 = textLike(/^[0-9a-f]{64}$/)

/** Text of a certain form. */
export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}
