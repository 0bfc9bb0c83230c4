import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy, useUi } from '../../state/ui.ts'
import { useWhere, type WhereTab } from '../../state/where.ts'
import { openWhere, refreshWhere, showTab } from '../../where-actions.ts'
import { Copies } from './Copies.tsx'
import { Doctor } from './Doctor.tsx'
import { WhereDialogs } from './WhereDialogs.tsx'

/** Where tokens lie on this machine and who uses which; and what is wrong with that. */
export function Where(): ReactNode {
  const tab = useWhere((state) => state.tab)
  const keyring = useSnapshot((snapshot) => snapshot.keyring?.state)
  const isLooking = useBusy(places.where)
  const isVisiting = useBusy(places.doctor)
  useEffect(() => {
    // And again when the keyring opens or falls silent: then other copies can be read.
    openWhere()
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
      <DoneNote />
      <PlaceNote place={places.where} />
      {tab === 'doctor' ? <Doctor /> : <Found />}
      <WhereDialogs />
    </>
  )
}

/** What was last done. The button that did it may be gone with its copy; then the focus comes here. */
function DoneNote(): ReactNode {
  const ref = useRef<HTMLParagraphElement>(null)
  const done = useWhere((state) => state.done)
  const found = useWhere((state) => state.found)
  const visit = useWhere((state) => state.visit)
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus()
  }, [done, found, visit])
  return (
    <div role="status">
      {done !== null && (
        <p ref={ref} className="note" tabIndex={-1}>
          {done}
        </p>
      )}
    </div>
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
