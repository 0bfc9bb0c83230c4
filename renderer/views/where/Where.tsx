import { useEffect, type ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy, useUi } from '../../state/ui.ts'
import { useWhere, type WhereTab } from '../../state/where.ts'
import { lookWhere, refreshWhere, showTab } from '../../where-actions.ts'
import { Copies } from './Copies.tsx'
import { Doctor } from './Doctor.tsx'
import { WhereDialogs } from './WhereDialogs.tsx'

/** Where tokens lie on this machine and who uses which; and what is wrong with that. */
export function Where(): ReactNode {
  const tab = useWhere((state) => state.tab)
  const done = useWhere((state) => state.done)
  const keyring = useSnapshot((snapshot) => snapshot.keyring?.state)
  const isLooking = useBusy(places.where)
  const isVisiting = useBusy(places.doctor)
  useEffect(() => {
    // And again when the keyring opens or falls silent: then other copies can be read.
    lookWhere()
  }, [keyring])
  return (
    <>
      <PageHead
        title="Where it lives"
        sub="Every copy of every token on this machine, and which tools use it."
      >
        <Button kind="quiet" isBusy={isLooking || isVisiting} onClick={refreshWhere}>
          Refresh
        </Button>
      </PageHead>
      <div className="row wrap map-tabs" role="group" aria-label="What is shown">
        <Tab tab="map">Map</Tab>
        <Tab tab="table">Table</Tab>
        <Tab tab="doctor">Doctor</Tab>
      </div>
      <div role="status">{done !== null && <p className="note">{done}</p>}</div>
      <PlaceNote place={places.where} />
      {tab === 'doctor' ? <Doctor /> : <Found />}
      <WhereDialogs />
    </>
  )
}

function Tab({ tab, children }: { readonly tab: WhereTab; readonly children: string }): ReactNode {
  const current = useWhere((state) => state.tab)
  const found = useWhere(({ visit }) => visit?.findings.length ?? 0)
  return (
    <button
      type="button"
      className="chip toggle"
      aria-pressed={tab === current}
      onClick={() => {
        showTab(tab)
      }}
    >
      {children}
      {tab === 'doctor' && found > 0 && ` (${found})`}
    </button>
  )
}

function Found(): ReactNode {
  const found = useWhere((state) => state.found)
  const hasFailed = useUi(({ notes }) => notes[places.where] !== undefined)
  if (found === null) {
    return hasFailed ? null : (
      <p className="waiting" role="status">
        Looking around…
      </p>
    )
  }
  return (
    <>
      {found.storeProblem !== null && (
        <>
          <ErrorNote kind="state" error={found.storeProblem} retry={refreshWhere} />
          <p className="meta">What lies in the keyring is not among these until it can be read.</p>
        </>
      )}
      <Copies found={found} />
    </>
  )
}
