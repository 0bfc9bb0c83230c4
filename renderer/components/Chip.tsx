import type { ReactNode } from 'react'
import type { Tone } from '../words/verdict.ts'

interface ChipProps {
  readonly tone?: Tone
  readonly children: ReactNode
}

/** One or two words about a thing's state. */
export function Chip({ tone = 'calm', children }: ChipProps): ReactNode {
  return <span className={`chip ${tone}`}>{children}</span>
}
