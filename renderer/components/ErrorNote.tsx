import type { ReactNode } from 'react'
import { perform } from '../actions.ts'
import type { Action, AppError } from '../../shared/errors.ts'
import { Button } from './Button.tsx'

interface ErrorNoteProps {
  readonly error: AppError
  readonly retry?: (() => void) | undefined
  readonly showLog?: (() => void) | undefined
  /** A `state` that lasts is told calmly; a failure that has just happened is announced. */
  readonly kind?: 'failure' | 'state'
}

/** A failure's sentence with its one next step: a button, or words when only the user can act. */
export function ErrorNote({ error, retry, showLog, kind = 'failure' }: ErrorNoteProps): ReactNode {
  return (
    <div
      className={kind === 'state' ? 'note warn' : 'note bad'}
      role={kind === 'state' ? 'status' : 'alert'}
    >
      <div className="grow">
        <span className="note-text">{error.message}</span>
        {error.action?.does.kind === 'advice' && (
          <span className="note-next">{error.action.label}.</span>
        )}
      </div>
      <ActionButton action={error.action} retry={retry} showLog={showLog} />
    </div>
  )
}

interface ActionButtonProps {
  readonly action: Action | null
  readonly retry?: (() => void) | undefined
  readonly showLog?: (() => void) | undefined
  readonly kind?: 'primary' | 'plain'
}

/** The button of an action; nothing when this place cannot do it. */
export function ActionButton({ action, retry, showLog, kind }: ActionButtonProps): ReactNode {
  if (action === null || action.does.kind === 'advice') return null
  if (action.does.kind === 'retry' && retry === undefined) return null
  if (action.does.kind === 'show-log' && showLog === undefined) return null
  return (
    <Button
      kind={kind ?? 'plain'}
      onClick={() => {
        perform(action, retry, showLog)
      }}
    >
      {action.label}
    </Button>
  )
}
