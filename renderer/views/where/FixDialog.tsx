import type { ReactNode } from 'react'
import type { AgreedFix } from '../../../shared/domain/doctor.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { fixFindings } from '../../doctor-actions.ts'
import { places } from '../../places.ts'
import { closeWhereDialog } from '../../state/where.ts'

/** Shows what will be done, in the words that main then holds itself to. */
export function FixDialog({ agreed }: { readonly agreed: readonly AgreedFix[] }): ReactNode {
  const isOne = agreed.length === 1
  return (
    <Dialog
      title={isOne ? 'Do this?' : `Do these ${agreed.length} things?`}
      onClose={closeWhereDialog}
    >
      <p>This, and nothing else, is changed:</p>
      <ol className="fix-plan">
        {agreed.map(({ finding, fix }) => (
          <li key={finding}>{fix}</li>
        ))}
      </ol>
      <p className="meta">One that does not work leaves everything as it was.</p>
      <DialogFoot
        verb={isOne ? 'Do it' : 'Do all'}
        place={places.whereDialog}
        onClose={closeWhereDialog}
        onVerb={() => {
          fixFindings(agreed)
        }}
      />
    </Dialog>
  )
}
