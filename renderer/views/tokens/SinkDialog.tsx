import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import type { SinkView } from '../../../shared/domain/sink.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { closeDialog } from '../../state/tokens.ts'
import { answerSinkQuestion } from '../../token-actions.ts'
import { sinkTools } from '../../words/sink.ts'
import { SinkCopies } from './SinkCopies.tsx'

interface SinkDialogProps {
  readonly kind: 'sink-off' | 'sink-replace'
  readonly provider: ProviderView
  readonly sink: SinkView
}

/** Asks before copies of ours go, or before somebody else's token makes room for ours. */
export function SinkDialog({ kind, provider, sink }: SinkDialogProps): ReactNode {
  const isOff = kind === 'sink-off'
  const ours = sink.copies.filter(({ account }) => account !== null)
  const others = sink.copies.filter(({ account }) => account === null)
  return (
    <Dialog
      title={isOff ? `Stop keeping ${sink.label} in step?` : `Use your token in ${sink.label}?`}
      onClose={closeDialog}
    >
      {isOff ? (
        <p>
          {ours.length === 0 ? 'No copy of yours lies there.' : 'These copies are deleted there:'}
        </p>
      ) : (
        <p>It uses a token now that Hubkey does not know:</p>
      )}
      <SinkCopies sink={{ copies: isOff ? ours : others }} />
      <p className="meta">
        {isOff
          ? `Your tokens stay in Hubkey. What reads that place is logged out: ${sinkTools[sink.id]}.`
          : keptAside[sink.id]}
      </p>
      <DialogFoot
        verb={isOff ? 'Stop' : 'Use mine instead'}
        isDangerous={isOff}
        onVerb={() => {
          answerSinkQuestion(kind, { provider: provider.id, sink: sink.id })
        }}
      />
    </Dialog>
  )
}

/** What becomes of a token that Hubkey does not hold. */
const keptAside: Readonly<Record<SinkView['id'], string>> = {
  hf: 'It is kept under a name of its own, where “hf auth switch” finds it again.',
  git: 'Git has room for one only, so that one is lost there. Keep a copy if you still need it.',
  docker:
    'Docker has room for one only, so that one is lost there. Keep a copy if you still need it.',
}
