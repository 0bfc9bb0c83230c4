import type { ReactNode } from 'react'
import type { ProviderView, SourceKind } from '../../../shared/domain/provider.ts'
import type { SinkId } from '../../../shared/domain/sink.ts'
import type { ClearReport as Report } from '../../../shared/domain/clear-report.ts'
import { Button } from '../../components/Button.tsx'
import { closeDialog } from '../../state/tokens.ts'
import { sourceName } from '../../words/source.ts'

interface ClearReportProps {
  readonly provider: ProviderView
  readonly report: Report
}

/** What clearing came to, place by place. */
export function ClearReport({ provider, report }: ClearReportProps): ReactNode {
  const labelOf = (sink: SinkId): string =>
    provider.sinks.find(({ id }) => id === sink)?.label ?? sink
  const cleared = [
    ...report.cleared.map((kind) => `the ${sourceName[kind]}`),
    ...report.sinks.filter(({ error }) => error === null).map(({ sink }) => labelOf(sink)),
  ]
  return (
    <div role="status">
      {cleared.length === 0 ? (
        <p>Nothing was deleted.</p>
      ) : (
        <p>
          Deleted from <b>{cleared.join(', ')}</b>.
        </p>
      )}
      {report.remaining.map(({ kind, reason }) => (
        <p key={kind} className="warn-text">
          <strong>Still in the {sourceName[kind]}</strong>
          {placeSuffix(provider, kind)}: {reason}
        </p>
      ))}
      {report.sinks.map(
        ({ sink, error }) =>
          error !== null && (
            <p key={sink} className="warn-text">
              <strong>Still in {labelOf(sink)}:</strong> {error.message}
            </p>
          ),
      )}
      <div className="row dialog-foot">
        <Button kind="primary" autoFocus onClick={closeDialog}>
          Done
        </Button>
      </div>
    </div>
  )
}

function placeSuffix(provider: ProviderView, kind: SourceKind): string {
  const place = provider.sources.find((source) => source.kind === kind)
  const where = place?.variable ?? place?.path
  return where === undefined ? '' : ` (${where})`
}
