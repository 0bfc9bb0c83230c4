import { useId, type ReactNode } from 'react'
import type { ProviderId, ProviderView } from '../../../shared/domain/provider.ts'
import type { SinkView } from '../../../shared/domain/sink.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { Switch } from '../../components/Switch.tsx'
import { places } from '../../places.ts'
import { useBusy } from '../../state/ui.ts'
import { requestSinkWay, requestSwitch, requestSync } from '../../token-actions.ts'
import { askSentence, sinkRemedy, sinkSentence, sinkTone, sinkTools } from '../../words/sink.ts'
import { SinkCopies } from './SinkCopies.tsx'

/** The places of other tools that are, or could be, kept in step with a provider's token. */
export function Sinks({ provider }: { readonly provider: ProviderView }): ReactNode {
  if (provider.sinks.length === 0) return null
  return (
    <section className="card sub-card" aria-label={`Kept in step with ${provider.label}`}>
      <h3>Kept in step</h3>
      <ul className="rows">
        {provider.sinks.map((sink) => (
          <li key={sink.id}>
            <SinkRow provider={provider.id} sink={sink} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface SinkRowProps {
  readonly provider: ProviderId
  readonly sink: SinkView
}

function SinkRow({ provider, sink }: SinkRowProps): ReactNode {
  const place = places.sink(provider, sink.id)
  const isBusy = useBusy(place)
  const sentenceId = useId()
  const askId = useId()
  const remedy = sinkRemedy(sink)
  const tone = sinkTone(sink)
  return (
    <>
      <div className="row">
        <Switch
          label={`Keep ${sink.label} in step`}
          describedBy={sentenceId}
          isOn={sink.on}
          isBusy={isBusy}
          onChange={(on) => {
            requestSwitch(provider, sink.id, on)
          }}
        />
        <div className="grow">
          <div className="name" title={sinkTools[sink.id]}>
            {sink.label}
          </div>
          <div id={sentenceId} className={tone === 'calm' ? 'meta' : `meta ${tone}-word`}>
            {sinkSentence(sink)}
            {sink.reason !== null && ` ${sink.reason}`}
          </div>
        </div>
        {remedy !== null && (
          <Button
            aria-label={`${remedy} (${sink.label})`}
            isBusy={isBusy}
            onClick={() => {
              requestSync(provider, sink.id)
            }}
          >
            {remedy}
          </Button>
        )}
      </div>
      {sink.way !== null && (
        <label className="row ask-row meta">
          <Switch
            label={`Have ${sink.label} ask Hubkey`}
            describedBy={askId}
            isOn={sink.way === 'helper'}
            isBusy={isBusy}
            onChange={(asks) => {
              requestSinkWay(provider, sink.id, asks ? 'helper' : 'copy')
            }}
          />
          <span id={askId}>{askSentence}</span>
        </label>
      )}
      {sink.copies.length > 0 && (
        <details className="where" open={sink.state === 'foreign' || sink.state === 'stale'}>
          <summary>
            Where: {sink.copies.length === 1 ? '1 copy' : `${sink.copies.length} copies`}
          </summary>
          <SinkCopies sink={sink} />
        </details>
      )}
      <PlaceNote place={place} />
    </>
  )
}
