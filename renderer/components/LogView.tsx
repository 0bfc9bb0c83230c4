import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import type { LogLine } from '../../shared/domain/run.ts'
import { LogLines } from './LogLines.tsx'

interface LogViewProps {
  readonly lines: readonly LogLine[]
  /** What stands there while nothing was written. */
  readonly nothing?: string
  /** Beside the title: what is to be known about this log. */
  readonly remark?: string
  /** What is wrong with the reading, if anything is. */
  readonly children?: ReactNode
}

/** Output as it comes, with search and following. Main has masked every secret in it. */
export function LogView({
  lines,
  nothing = 'Nothing was written yet.',
  remark = 'secrets are masked before they get here',
  children,
}: LogViewProps): ReactNode {
  const [isFollowing, setFollowing] = useState(true)
  const [find, setFind] = useState('')
  // A hundred thousand lines are not searched between two letters.
  const wanted = useDeferredValue(find).toLowerCase()
  const shown = useMemo(
    () => (wanted === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(wanted))),
    [lines, wanted],
  )
  return (
    <section className="log" aria-label="Log">
      <div className="row log-head">
        <b>Log</b>
        <span className="meta grow">{wanted === '' ? remark : counted(shown.length)}</span>
        <input
          type="search"
          className="input small"
          aria-label="Find in the log"
          placeholder="Find"
          value={find}
          onChange={({ target }) => {
            setFind(target.value)
          }}
        />
        <button
          type="button"
          className="chip toggle"
          aria-pressed={isFollowing}
          onClick={() => {
            setFollowing(!isFollowing)
          }}
        >
          follow
        </button>
      </div>
      {children}
      <LogLines
        lines={shown}
        isFollowing={isFollowing}
        onFollowing={setFollowing}
        nothing={lines.length === 0 ? nothing : 'No line holds this text.'}
      />
    </section>
  )
}

function counted(lines: number): string {
  if (lines === 0) return 'no line'
  return lines === 1 ? '1 line' : `${lines.toLocaleString('en')} lines`
}
