import type { ReactNode } from 'react'
import { useImports } from '../../state/imports.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useTokens } from '../../state/tokens.ts'
import { AddProviderDialog } from './AddProviderDialog.tsx'
import { ClearDialog } from './ClearDialog.tsx'
import { ImportAsDialog, RemoveSourceDialog } from './ImportDialogs.tsx'
import { RemoveProviderDialog } from './RemoveProviderDialog.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { SinkDialog } from './SinkDialog.tsx'
import { TieDialog } from './TieDialog.tsx'

/** Whichever question is open; none when what it was about is gone. */
export function TokenDialogs(): ReactNode {
  const dialog = useTokens((state) => state.dialog)
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const found = useImports((state) => state.found)
  if (dialog === null) return null
  if (dialog.kind === 'add-provider') return <AddProviderDialog />
  if (dialog.kind === 'import-as' || dialog.kind === 'import-remove') {
    const token = found?.tokens.find(({ id }) => id === dialog.token)
    if (token === undefined) return null
    const isRemoval = dialog.kind === 'import-remove'
    return isRemoval ? <RemoveSourceDialog token={token} /> : <ImportAsDialog token={token} />
  }
  const provider = providers.find(({ id }) => id === dialog.provider)
  if (provider === undefined) return null
  switch (dialog.kind) {
    case 'clear':
      return <ClearDialog provider={provider} account={dialog.account} />
    case 'remove-provider':
      return <RemoveProviderDialog provider={provider} />
    case 'rename':
    case 'tie': {
      const account = provider.accounts.find(({ name }) => name === dialog.account)
      if (account === undefined) return null
      return dialog.kind === 'rename' ? (
        <RenameDialog provider={provider} account={account} />
      ) : (
        <TieDialog provider={provider} account={account} />
      )
    }
    case 'sink-off':
    case 'sink-replace': {
      const sink = provider.sinks.find(({ id }) => id === dialog.sink)
      if (sink === undefined) return null
      return <SinkDialog kind={dialog.kind} provider={provider} sink={sink} />
    }
  }
}
