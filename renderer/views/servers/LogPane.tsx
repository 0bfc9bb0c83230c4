import { useEffect, type ReactNode } from 'react'
import { isLive } from '../../../shared/domain/run-state.ts'
import type { LogLine, RunView } from '../../../shared/domain/run.ts'
import { LogView } from '../../components/LogView.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { openRunFolder } from '../../actions.ts'
import { closeLog, logPlace, lookForNew, openLog } from '../../log-actions.ts'
import { useLogs } from '../../state/logs.ts'

const none: readonly LogLine[] = []

/** How often a server of another program is asked what it wrote, in milliseconds. */
const lookMs = 1000

/** A server's output as it comes. */
export function LogPane({
  run: { id: run, elsewhere, state },
}: {
  readonly run: RunView
}): ReactNode {
  const lines = useLogs((logs) => logs.lines[run] ?? none)
  const hidden = useLogs((logs) => logs.hidden[run] ?? 0)
  const isAsked = elsewhere === true && isLive(state)
  useEffect(() => {
    openLog(run)
    return () => {
      closeLog(run)
    }
  }, [run])
  useEffect(() => {
    if (!isAsked) return
    const timer = setInterval(() => {
      lookForNew(run)
    }, lookMs)
    return () => {
      clearInterval(timer)
    }
  }, [run, isAsked])
  return (
    <LogView
      lines={lines}
      hidden={hidden}
      onOpenFolder={() => {
        openRunFolder(run)
      }}
    >
      <PlaceNote place={logPlace(run)} />
    </LogView>
  )
}
