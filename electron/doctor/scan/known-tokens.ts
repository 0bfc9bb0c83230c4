import type { DoctorNeeds } from '../needs.ts'
import { findOwnCopies, type OwnCopy } from '../where/own-copies.ts'
import type { KnownText } from './token-finder.ts'

/** Shorter than any token; what somebody entered as one would be found in every file. */
const least = 16

/** Every token that Hubkey holds, to be found whatever its shape. */
export async function readKnownTokens(
  needs: DoctorNeeds,
): Promise<{ readonly own: readonly OwnCopy[]; readonly texts: readonly KnownText[] }> {
  const own = await findOwnCopies(needs)
  const texts = own.flatMap(({ provider, secret }) => {
    const text = secret.reveal()
    return text.length < least ? [] : [{ provider, text, bytes: Buffer.from(text) }]
  })
  return { own, texts }
}
