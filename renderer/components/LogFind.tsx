import type { KeyboardEvent, ReactNode } from 'react'
import { hitWords, type LineSearch } from '../words/find-lines.ts'

interface LogFindProps {
  readonly find: string
  readonly search: LineSearch
  /** The number of the line that the search stands at. */
  readonly current: number | null
  readonly onFind: (find: string) => void
  readonly onStep: (isBack: boolean) => void
}

/** Looks for a text in the log: Enter goes to the next line that holds it, Shift+Enter back, Escape ends. */
export function LogFind({ find, search, current, onFind, onStep }: LogFindProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') onStep(event.shiftKey)
    else if (event.key === 'Escape') onFind('')
    else return
    event.preventDefault()
  }
  const canStep = search.hits.length > 0
  return (
    <>
      <span className="meta" role="status">
        {hitWords(search, current)}
      </span>
      <input
        type="search"
        className="input small"
        aria-label="Find in the log"
        placeholder="Find"
        value={find}
        onChange={({ target }) => {
          onFind(target.value)
        }}
        onKeyDown={onKeyDown}
      />
      {find !== '' && (
        <>
          <StepButton label="Previous" sign="↑" isOff={!canStep} onStep={() => onStep(true)} />
          <StepButton label="Next" sign="↓" isOff={!canStep} onStep={() => onStep(false)} />
        </>
      )}
    </>
  )
}

interface StepButtonProps {
  readonly label: string
  readonly sign: string
  readonly isOff: boolean
  readonly onStep: () => void
}

function StepButton({ label, sign, isOff, onStep }: StepButtonProps): ReactNode {
  return (
    <button
      type="button"
      className="chip toggle"
      aria-label={label}
      disabled={isOff}
      onClick={onStep}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  )
}
