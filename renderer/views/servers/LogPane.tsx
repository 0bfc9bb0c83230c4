import { useEffect, type ReactNode } from 'react'
import type { LogLine, RunId } from '../../../shared/domain/run.ts'
import { LogView } from '../../components/LogView.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { closeLog, logPlace, openLog } from '../../log-actions.ts'
import { useLogs } from '../../state/logs.ts'

const none: readonly LogLine[] = []

/** A server's output as it comes. */
export function LogPane({ run }: { readonly run: RunId }): ReactNode {
  const lines = useLogs((state) => state.lines[run] ?? none)
  useEffect(() => {
    openLog(run)
    return () => {
      closeLog(run)
    }
  }, [run])
  return (
    <LogView lines={lines}>
      <PlaceNote place={logPlace(run)} />
    </LogView>
  )
}
