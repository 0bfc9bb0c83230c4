import type { ReactNode } from 'react'
import type { RunView } from '../../../shared/domain/run.ts'
import { LogText } from '../../components/LogText.tsx'

/** What a server said last before it ended unasked; main has masked it. */
export function LastLines({ run }: { readonly run: RunView }): ReactNode {
  const { lastLines = [], repo } = run
  if (run.state !== 'failed' || lastLines.length === 0) return null
  return (
    <pre className="mono last-lines" aria-label={`What ${repo} said last`}>
      <LogText text={lastLines.join('\n')} wanted="" />
    </pre>
  )
}
