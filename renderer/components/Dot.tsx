import type { ReactNode } from 'react'
import type { Tone } from '../words/verdict.ts'

/** A state as a colour. Decoration: the state is always written beside it. */
export function Dot({ tone }: { readonly tone: Tone }): ReactNode {
  return <span className={`dot ${tone}`} aria-hidden="true" />
}
