import { useState, type ReactNode } from 'react'
import type { LogLine } from '../../shared/domain/run.ts'
import { nextHit, noSearch, search, type LineSearch } from '../words/find-lines.ts'
import { hiddenWords } from '../words/run.ts'
import { Button } from './Button.tsx'
import { LogFind } from './LogFind.tsx'
import { LogLines } from './LogLines.tsx'

interface LogViewProps {
  readonly lines: readonly LogLine[]
  /** What stands there while nothing was written. */
  readonly nothing?: string
  /** Beside the title: what is to be known about this log. */
  readonly remark?: string
  /** How many lines were written before the first one. */
  readonly hidden?: number
  /** Opens the folder in which the log's file lies, where there is one. */
  readonly onOpenFolder?: () => void
  /** What is wrong with the reading, if anything is. */
  readonly children?: ReactNode
}

/** Output as it comes, with search and following. Main has masked every secret in it. */
export function LogView({
  lines,
  nothing = 'Nothing was written yet.',
  remark = 'secrets are masked before they get here',
  hidden = 0,
  onOpenFolder,
  children,
}: LogViewProps): ReactNode {
  const [isFollowing, setFollowing] = useState(true)
  const [isWrapped, setWrapped] = useState(true)
  const [find, setFind] = useState('')
  const [current, setCurrent] = useState<number | null>(null)
  const found = useSearch(find, lines)
  const step = (isBack: boolean): void => {
    const hit = nextHit(found.hits, current, isBack)
    if (hit === null) return
    // Going to a line means reading it.
    setFollowing(false)
    setCurrent(hit)
  }
  return (
    <section className="log" aria-label="Log">
      <div className="row wrap log-head">
        <b>Log</b>
        <span className="meta grow">{remark}</span>
        <LogFind
          find={find}
          search={found}
          current={current}
          onFind={(text) => {
            setFind(text)
            setCurrent(null)
          }}
          onStep={step}
        />
        <Toggle label="wrap" isOn={isWrapped} onToggle={setWrapped} />
        <Toggle label="follow" isOn={isFollowing} onToggle={setFollowing} />
      </div>
      {children}
      {hidden > 0 && (
        <div className="row wrap log-hidden">
          <span className="meta grow">{hiddenWords(lines.length, hidden)}</span>
          {onOpenFolder !== undefined && (
            <Button kind="quiet" onClick={onOpenFolder}>
              Open the log’s folder
            </Button>
          )}
        </div>
      )}
      <LogLines
        lines={lines}
        wanted={found.wanted}
        current={current}
        isWrapped={isWrapped}
        isFollowing={isFollowing}
        onFollowing={setFollowing}
        nothing={nothing}
      />
    </section>
  )
}

interface ToggleProps {
  readonly label: string
  readonly isOn: boolean
  readonly onToggle: (isOn: boolean) => void
}

function Toggle({ label, isOn, onToggle }: ToggleProps): ReactNode {
  return (
    <button
      type="button"
      className="chip toggle"
      aria-pressed={isOn}
      onClick={() => {
        onToggle(!isOn)
      }}
    >
      {label}
    </button>
  )
}

/** Looks through what is new only; see `search`. */
function useSearch(find: string, lines: readonly LogLine[]): LineSearch {
  const [before, setBefore] = useState(noSearch)
  const found = search(before, find, lines)
  if (found !== before) setBefore(found)
  return found
}
