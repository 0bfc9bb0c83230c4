import type { ReactNode } from 'react'
import type { Capability } from '../../shared/domain/verification.ts'
import type { Tone } from '../words/verdict.ts'
import { Chip } from './Chip.tsx'

const answers: Readonly<Record<'yes' | 'no' | 'unknown', { tone: Tone; words: string }>> = {
  yes: { tone: 'ok', words: 'yes' },
  no: { tone: 'bad', words: 'no' },
  unknown: { tone: 'calm', words: 'not known' },
}

/** What was probed one by one, each with its own answer: a yes to one says nothing of the other. */
export function Capabilities({ of }: { readonly of: readonly Capability[] }): ReactNode {
  if (of.length === 0) return null
  return (
    <ul className="capabilities" aria-label="What it may do">
      {of.map(({ id, label, allowed, reason }) => {
        const answer = answers[allowed === null ? 'unknown' : allowed ? 'yes' : 'no']
        return (
          <li key={id}>
            <Chip tone={answer.tone}>
              {label}: {answer.words}
            </Chip>
            {reason !== null && <span className="meta"> {reason}</span>}
          </li>
        )
      })}
    </ul>
  )
}
