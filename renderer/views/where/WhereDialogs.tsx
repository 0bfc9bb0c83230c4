import type { ReactNode } from 'react'
import { useSnapshot } from '../../state/snapshot.ts'
import { closeWhereDialog, useWhere } from '../../state/where.ts'
import { importCopyAs } from '../../where-actions.ts'
import { ImportAsForm } from '../tokens/ImportDialogs.tsx'
import { ClearCopyDialog, TightenCopyDialog } from './CopyDialogs.tsx'
import { FixDialog } from './FixDialog.tsx'
import { ReportDialog } from './ReportDialog.tsx'
import { places } from '../../places.ts'

/** Whichever question is open; none when what it was about is gone. */
export function WhereDialogs(): ReactNode {
  const dialog = useWhere((state) => state.dialog)
  const found = useWhere((state) => state.found)
  const providers = useSnapshot((snapshot) => snapshot.providers)
  if (dialog === null) return null
  if (dialog.kind === 'report') return <ReportDialog text={dialog.text} />
  if (dialog.kind === 'fix') return <FixDialog agreed={dialog.agreed} />
  const copy = found?.copies.find(({ id }) => id === dialog.copy)
  if (copy === undefined) return null
  switch (dialog.kind) {
    case 'clear':
      return <ClearCopyDialog copy={copy} />
    case 'tighten':
      return <TightenCopyDialog copy={copy} />
    case 'import-as':
      return (
        <ImportAsForm
          suggestion={copy.place}
          taken={
            providers.find(({ id }) => id === copy.provider)?.accounts.map(({ name }) => name) ?? []
          }
          place={places.whereDialog}
          onClose={closeWhereDialog}
          onName={(name) => {
            importCopyAs(copy.id, name)
          }}
        />
      )
  }
}
