import { memo, useEffect, useRef, useState, type ReactNode } from 'react'
import type { LogLine, RunId } from '../../../shared/domain/run.ts'
import { closeLog, logPlace, openLog } from '../../log-actions.ts'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useLogs } from '../../state/logs.ts'
import { plainText } from '../../words/log-text.ts'

const none: readonly LogLine[] = []

/** A server's output as it comes. Main has masked every secret in it. */
export function LogPane({ run }: { readonly run: RunId }): ReactNode {
  const lines = useLogs((state) => state.lines[run] ?? none)
  const [isFollowing, setFollowing] = useState(true)
  const [find, setFind] = useState('')
  const pane = useRef<HTMLPreElement>(null)
  useEffect(() => {
    openLog(run)
    return () => {
      closeLog(run)
    }
  }, [run])
  useEffect(() => {
    if (isFollowing) pane.current?.scrollTo(0, pane.current.scrollHeight)
  }, [lines, isFollowing])
  return (
    <section className="log" aria-label="Log">
      <div className="row log-head">
        <b>Log</b>
        <span className="meta grow">secrets are masked before they get here</span>
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
      <PlaceNote place={logPlace(run)} />
      <pre
        ref={pane}
        className="mono log-lines"
        tabIndex={0}
        aria-label="Log lines"
        onScroll={({ currentTarget }) => {
          // Scrolling up means reading; following must not pull the text away.
          setFollowing(isAtEnd(currentTarget))
        }}
      >
        <LogLines lines={lines} find={find} />
      </pre>
    </section>
  )
}

interface LogLinesProps {
  readonly lines: readonly LogLine[]
  readonly find: string
}

/** Drawn anew only when lines came or the search changed, not whenever the snapshot does. */
const LogLines = memo(function LogLines({ lines, find }: LogLinesProps): ReactNode {
  const wanted = find.toLowerCase()
  const shown = lines.filter(({ text }) => text.toLowerCase().includes(wanted))
  if (shown.length === 0) {
    return lines.length === 0 ? 'Nothing was written yet.' : 'No line holds this text.'
  }
  return shown.map(({ seq, text }) => (
    <span key={seq} className="log-line">
      <MaskedText text={plainText(text)} />
      {'\n'}
    </span>
  ))
})

/** A line with what stands in for its secrets set off. */
function MaskedText({ text }: { readonly text: string }): ReactNode {
  const parts = text.split(/(\[secret[^\]]{0,80}\])/)
  if (parts.length === 1) return text
  return parts.map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} className="masked">
        {part}
      </span>
    ),
  )
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < 8
}
