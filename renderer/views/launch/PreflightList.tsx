import type { ReactNode } from 'react'
import type { PreflightCheck } from '../../../shared/domain/preflight.ts'
import { preflightLabels } from '../../../shared/domain/preflight-facts.ts'
import { ActionButton } from '../../components/ErrorNote.tsx'

const marks: Readonly<
  Record<PreflightCheck['state'], { mark: string; tone: string; words: string }>
> = {
  ok: { mark: '✓', tone: 'ok', words: 'Fine' },
  notice: { mark: '!', tone: 'warn', words: 'Worth knowing' },
  problem: { mark: '✗', tone: 'bad', words: 'A problem' },
  unknown: { mark: '?', tone: '', words: 'Nobody could tell' },
}

interface PreflightListProps {
  readonly label: string
  readonly checks: readonly PreflightCheck[]
  readonly retry: () => void
}

/** What was looked at before a launch, each with its one next step. */
export function PreflightList({ label, checks, retry }: PreflightListProps): ReactNode {
  return (
    <ul className="checks" aria-label={label}>
      {checks.map(({ id, state, sentence, action }) => {
        const { mark, tone, words } = marks[state]
        return (
          <li key={id} className="check">
            <span className={`check-mark ${tone}`}>
              <span aria-hidden="true">{mark}</span>
              <span className="visually-hidden">{words}</span>
            </span>
            <span className="meta">{preflightLabels[id]}</span>
            <span>
              {sentence}
              {state !== 'ok' && action?.does.kind === 'advice' && ` ${action.label}.`}
            </span>
            {state === 'ok' ? null : <ActionButton action={action} retry={retry} />}
          </li>
        )
      })}
    </ul>
  )
}
