import { create } from 'zustand'
import type { ProviderId } from '../../shared/domain/provider.ts'
import type { SinkId } from '../../shared/domain/sink.ts'
import type { ClearReport } from '../../shared/domain/clear-report.ts'
import { places } from '../places.ts'
import { setNote } from './ui.ts'

/** A stored account of a provider. */
export interface AccountReference {
  readonly provider: ProviderId
  readonly account: string
}

/** The question that stands over the Tokens page. */
export type TokenDialog =
  /** `account: null` is the token in force, wherever it comes from. */
  | { readonly kind: 'clear'; readonly provider: ProviderId; readonly account: string | null }
  | ({ readonly kind: 'rename' } & AccountReference)
  | ({ readonly kind: 'tie' } & AccountReference)
  /** Our copies are about to go; or somebody else's token is about to be replaced by ours. */
  | {
      readonly kind: 'sink-off' | 'sink-replace'
      readonly provider: ProviderId
      readonly sink: SinkId
    }
  /** About a token of another tool, by its id: what to call it, or whether it goes from there. */
  | { readonly kind: 'import-as'; readonly token: string }
  | { readonly kind: 'import-remove'; readonly token: string }
  | { readonly kind: 'add-provider' }
  | { readonly kind: 'remove-provider'; readonly provider: ProviderId }

interface TokensState {
  readonly dialog: TokenDialog | null
  /** What the last clearing came to, until its dialog is closed. */
  readonly clearReport: ClearReport | null
  /** How many tokens were just moved into the keyring; null when none were asked to. */
  readonly movedIn: number | null
}

/** What is open on the Tokens page: nothing that main knows. */
export const useTokens = create<TokensState>(() => ({
  dialog: null,
  clearReport: null,
  movedIn: null,
}))

export function openDialog(dialog: TokenDialog): void {
  setNote(places.dialog, null)
  useTokens.setState({ dialog, clearReport: null })
}

/** Closes whatever question is open. What it was about to do is not done. */
export function closeDialog(): void {
  useTokens.setState({ dialog: null, clearReport: null })
  setNote(places.dialog, null)
}
