import { memo, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { LogLine } from '../../shared/domain/run.ts'
import { plainText } from '../words/log-text.ts'

/** A line's height in CSS pixels, as the style sheet has it; lines are not wrapped, so each has it. */
const lineHeight = 20
/** Lines drawn beyond each edge, so that scrolling shows no gap. */
const margin = 20
/** Longer lines are cut on screen; a browser lays out millions of characters slowly. */
const mostCharacters = 4000

interface LogLinesProps {
  readonly lines: readonly LogLine[]
  readonly isFollowing: boolean
  readonly onFollowing: (is: boolean) => void
  /** What stands there without a line. */
  readonly nothing: string
}

/** The lines that are in sight, of however many there are: the page holds a few dozen elements for them. */
export function LogLines({ lines, isFollowing, onFollowing, nothing }: LogLinesProps): ReactNode {
  const pane = useRef<HTMLPreElement>(null)
  const [view, setView] = useState({ top: 0, height: 600 })
  const first = Math.max(0, Math.floor(view.top / lineHeight) - margin)
  const last = Math.ceil((view.top + view.height) / lineHeight) + margin
  const look = ({ scrollTop, clientHeight }: HTMLElement): void => {
    setView((before) =>
      before.top === scrollTop && before.height === clientHeight
        ? before
        : { top: scrollTop, height: clientHeight },
    )
  }
  // Before anything is painted: a scroll event in between would find the end further down, and end the following.
  useLayoutEffect(() => {
    const element = pane.current
    if (element === null) return
    if (isFollowing) element.scrollTop = element.scrollHeight
    look(element)
  }, [lines, isFollowing])
  return (
    <pre
      ref={pane}
      className="mono log-lines"
      tabIndex={0}
      aria-label="Log lines"
      onScroll={({ currentTarget }) => {
        look(currentTarget)
        // Scrolling up means reading; following must not pull the text away.
        onFollowing(isAtEnd(currentTarget))
      }}
    >
      {lines.length === 0 ? (
        nothing
      ) : (
        <span className="log-all" style={{ height: lines.length * lineHeight }}>
          <span className="log-seen" style={{ top: first * lineHeight }}>
            {lines.slice(first, last).map((line) => (
              <Line key={line.seq} text={line.text} />
            ))}
          </span>
        </span>
      )}
    </pre>
  )
}

/** A line with what stands in for its secrets set off. */
const Line = memo(function Line({ text }: { readonly text: string }): ReactNode {
  const parts = shortened(plainText(text)).split(/(\[secret[^\]]{0,80}\])/)
  return (
    <span className="log-line">
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <span key={index} className="masked">
            {part}
          </span>
        ),
      )}
      {'\n'}
    </span>
  )
})

function shortened(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)} …`
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < 8
}
