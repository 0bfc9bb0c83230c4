import { useEffect, useId, useRef, type ReactNode } from 'react'
import type { CopyView, WhereView } from '../../../shared/domain/where.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useWhere } from '../../state/where.ts'
import { useBusy } from '../../state/ui.ts'
import { placeOf } from '../../words/foreign.ts'
import { standingMeaning, sentenceOfUse, whoseToken } from '../../words/where.ts'
import { nodeOf } from './move-in-map.ts'
import { StandingChip } from './StandingChip.tsx'
import { verbsOf, whyItStays } from './copy-verbs.ts'

interface CopyDetailsProps {
  readonly copy: CopyView
  readonly view: WhereView
}

/** All that is known of the chosen copy and what can be done with it, below the map and always in sight. */
export function CopyDetails({ copy, view }: CopyDetailsProps): ReactNode {
  const ref = useRef<HTMLElement>(null)
  const titleId = useId()
  const isBusy = useBusy(places.copy(copy.id))
  useEffect(() => {
    ref.current?.focus({ preventScroll: true })
    nodeOf(document, 'copy', copy.id)?.scrollIntoView({ block: 'nearest' })
  }, [copy.id])
  const close = (): void => {
    nodeOf(document, 'copy', copy.id)?.focus()
    useWhere.setState({ chosen: null })
  }
  const stays = whyItStays(copy)
  return (
    <section
      ref={ref}
      className="card copy-details"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close()
      }}
    >
      <div className="row">
        <h3 id={titleId} className="grow">
          {copy.label} <StandingChip standing={copy.standing} />
        </h3>
        <Button kind="quiet" onClick={close}>
          Close
        </Button>
      </div>
      <dl className="copy-facts">
        <Fact name="Place">
          <span className="mono">{placeOf(copy)}</span>
        </Fact>
        <Fact name="Token">
          {whoseToken(copy)} <span className="mono">[{copy.fingerprint}]</span>
        </Fact>
        <Fact name="Standing">{standingMeaning[copy.standing].sentence}</Fact>
        {copy.mode !== null && (
          <Fact name="Mode">
            <span className="mono">{copy.mode}</span>
            {copy.wide && <span className="warn-word"> others may read or change it</span>}
          </Fact>
        )}
        {copy.setBy.length > 0 && (
          <Fact name="Set by">
            <span className="mono">{copy.setBy.join(', ')}</span>
          </Fact>
        )}
        <Fact name="Use">{sentenceOfUse(copy, view.readers)}</Fact>
      </dl>
      {stays !== null && <p className="meta">{stays}</p>}
      <PlaceNote place={places.copy(copy.id)} />
      <div className="row wrap end copy-verbs">
        {verbsOf(copy).map(({ label, onSelect, isDangerous = false }) => (
          <Button
            key={label}
            className={isDangerous ? 'danger' : undefined}
            isBusy={isBusy && label === 'Import'}
            onClick={onSelect}
          >
            {label}
          </Button>
        ))}
      </div>
    </section>
  )
}

function Fact({
  name,
  children,
}: {
  readonly name: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
