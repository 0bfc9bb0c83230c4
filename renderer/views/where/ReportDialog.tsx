import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { closeWhereDialog } from '../../state/where.ts'

/** Says that the report was copied, and shows all that it holds. */
export function ReportDialog({ text }: { readonly text: string }): ReactNode {
  return (
    <Dialog title="The report was copied" onClose={closeWhereDialog}>
      <p>
        It is on the clipboard, ready to be pasted into an issue. This is all it holds: no token, no
        name, no path of yours.
      </p>
      <pre className="mono request" tabIndex={0} aria-label="The report">
        {text}
      </pre>
      <div className="row dialog-foot">
        <Button kind="primary" data-first-focus onClick={closeWhereDialog}>
          Done
        </Button>
      </div>
    </Dialog>
  )
}
