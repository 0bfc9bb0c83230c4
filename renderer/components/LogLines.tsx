import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import type { LogLine } from '../../shared/domain/run.ts'
import { indexAfter } from '../words/find-lines.ts'
import { LogText } from './LogText.tsx'

interface LogLinesProps {
  readonly lines: readonly LogLine[]
  /** In lower case; what is looked for. */
  readonly wanted: string
  /** The number of the line that the search stands at. */
  readonly current: number | null
  readonly isWrapped: boolean
  readonly isFollowing: boolean
  readonly onFollowing: (isFollowing: boolean) => void
  /** What stands there without a line. */
  readonly nothing: string
}

/** Height of a line that is not wrapped, in pixels, as the style sheet has it. */
const lineHeight = 20
/** Lines beyond the visible ones that are drawn, so that scrolling shows no gaps. */
const spare = 20

/** The lines that can be seen, out of many: the page holds no more of them than fit, and some. */
export function LogLines({
  lines,
  wanted,
  current,
  isWrapped,
  isFollowing,
  onFollowing,
  nothing,
}: LogLinesProps): ReactNode {
  const pane = useRef<HTMLDivElement>(null)
  const lastTop = useRef(0)
  // React's compiler, which this hook does not go with, is not used here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const list = useVirtualizer({
    count: lines.length,
    getScrollElement: () => pane.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]?.seq ?? index,
    overscan: spare,
  })
  const height = list.getTotalSize()
  useLayoutEffect(() => {
    const { current: element } = pane
    // Drawn in answer to scrolling up, it is higher than before; that it does not follow is told after.
    if (!isFollowing || element === null || element.scrollTop < lastTop.current) return
    element.scrollTop = element.scrollHeight
    lastTop.current = element.scrollTop
  }, [lines, height, isFollowing])
  const firstShown = useRef(lines[0]?.seq ?? 0)
  useLayoutEffect(() => {
    const first = lines[0]?.seq ?? 0
    const count = first < firstShown.current ? indexAfter(lines, firstShown.current - 1) : 0
    firstShown.current = first
    // Older lines that come must not push away what somebody reads.
    if (count > 0 && !isFollowing && pane.current !== null) {
      pane.current.scrollTop += count * lineHeight
      lastTop.current = pane.current.scrollTop
    }
  }, [lines, isFollowing])
  useLayoutEffect(() => {
    list.measure()
  }, [list, isWrapped])
  useLayoutEffect(() => {
    if (current !== null) list.scrollToIndex(indexAfter(lines, current - 1), { align: 'center' })
    // Only when another one is gone to: lines that come must not pull the text away.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current])
  const shown = list.getVirtualItems()
  return (
    <div
      ref={pane}
      className={isWrapped ? 'mono log-lines wrapped' : 'mono log-lines'}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label="Log lines"
      onScroll={({ currentTarget }) => {
        // Scrolling up means reading; following must not pull the text away.
        const isBack = currentTarget.scrollTop < lastTop.current
        lastTop.current = currentTarget.scrollTop
        if (isAtEnd(currentTarget)) onFollowing(true)
        else if (isBack) onFollowing(false)
      }}
    >
      {lines.length === 0 && nothing}
      <div className="log-all" style={{ height }}>
        <div className="log-shown" style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
          {shown.map(({ index, key }) => {
            const line = lines[index]
            if (line === undefined) return null
            return (
              <div
                key={key}
                ref={isWrapped ? list.measureElement : undefined}
                data-index={index}
                className={line.seq === current ? 'log-line current' : 'log-line'}
              >
                <LogText text={line.text} wanted={wanted} />
                {'\n'}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < 8
}
