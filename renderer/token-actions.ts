import type { AccountScope } from '../shared/domain/account.ts'
import type { ProviderId } from '../shared/domain/provider.ts'
import type { SinkId, SinkView, SinkWay } from '../shared/domain/sink.ts'
import type { Input } from '../shared/ipc/contract.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { detach } from './detach.ts'
import { places } from './places.ts'
import { useConnection } from './state/snapshot.ts'
import { closeDialog, openDialog, useTokens, type AccountReference } from './state/tokens.ts'

/** Asks the provider about the token in force, or about one stored account. */
export function verifyToken(provider: ProviderId, account?: string): void {
  if (account === undefined) {
    attempt(places.token(provider), () => client['token.verify']({ provider }))
  } else {
    attempt(places.account(provider, account), () => client['token.verify']({ provider, account }))
  }
}

/** Clears every copy of the token that Hubkey may clear; the dialog then shows what came of it. */
export function clearToken(provider: ProviderId, account: string | null): void {
  attempt(
    places.dialog,
    () => client['token.clear'](account === null ? { provider } : { provider, account }),
    (clearReport) => {
      useTokens.setState({ clearReport })
    },
  )
}

/** Makes an account the active one; `then` asks once more what the former one could not have. */
export function switchAccount({ provider, account }: AccountReference, then?: () => void): void {
  attempt(
    places.account(provider, account),
    () => client['account.use']({ provider, account }),
    () => then?.(),
  )
}

export function renameAccount({ provider, account }: AccountReference, name: string): void {
  attempt(places.dialog, () => client['account.rename']({ provider, account, name }), closeDialog)
}

/** Says what an account is chosen for by itself. */
export function tieAccount({ provider, account }: AccountReference, scope: AccountScope): void {
  attempt(places.dialog, () => client['account.tie']({ provider, account, scope }), closeDialog)
}

/** Switches a sink; what would delete copies, or replace a stranger's token, is asked first. */
export function requestSwitch(provider: ProviderId, sink: SinkId, on: boolean): void {
  const view = sinkView(provider, sink)
  if (on && view?.state === 'foreign') openDialog({ kind: 'sink-replace', provider, sink })
  else if (!on && view !== undefined && (view.copies.length > 0 || view.way === 'helper')) {
    openDialog({ kind: 'sink-off', provider, sink })
  } else switchSink(provider, sink, on)
}

/** Has a tool ask Hubkey at each use, or keep a copy again, for which a stranger's token is not replaced unasked. */
export function requestSinkWay(provider: ProviderId, sink: SinkId, way: SinkWay): void {
  const copies = sinkView(provider, sink)?.copies ?? []
  if (way === 'copy' && copies.some(({ account }) => account === null)) {
    openDialog({ kind: 'sink-replace', provider, sink })
  } else switchSinkWay(provider, sink, way)
}

/** Writes the active token again; a stranger's token is not replaced unasked. Unknown sinks are left alone. */
export function requestSync(provider: ProviderId, sink: string): void {
  const view = sinkView(provider, sink)
  if (view === undefined) return
  if (view.state === 'foreign') openDialog({ kind: 'sink-replace', provider, sink: view.id })
  else syncSink(provider, view.id)
}

/** Does what the open question about a sink was about. */
export function answerSinkQuestion(kind: 'sink-off' | 'sink-replace', sink: SinkReference): void {
  const view = sinkView(sink.provider, sink.sink)
  const isOn = view?.on === true
  if (kind === 'sink-off') switchSink(sink.provider, sink.sink, false)
  else if (view?.way === 'helper') switchSinkWay(sink.provider, sink.sink, 'copy')
  else if (isOn) syncSink(sink.provider, sink.sink)
  else switchSink(sink.provider, sink.sink, true)
  closeDialog()
}

interface SinkReference {
  readonly provider: ProviderId
  readonly sink: SinkId
}

function switchSink(provider: ProviderId, sink: SinkId, on: boolean): void {
  attempt(places.sink(provider, sink), () => client['sink.switch']({ provider, sink, on }))
}

function switchSinkWay(provider: ProviderId, sink: SinkId, way: SinkWay): void {
  attempt(places.sink(provider, sink), () =>
    client['sink.switch']({ provider, sink, on: true, way }),
  )
}

function syncSink(provider: ProviderId, sink: SinkId): void {
  attempt(places.sink(provider, sink), () => client['sink.sync']({ provider, sink }))
}

function sinkView(provider: ProviderId, sink: string): SinkView | undefined {
  const { snapshot } = useConnection.getState()
  return snapshot?.providers.find(({ id }) => id === provider)?.sinks.find(({ id }) => id === sink)
}

export function addProvider(input: Input<'provider.add'>): void {
  attempt(places.dialog, () => client['provider.add'](input), closeDialog)
}

export function removeProvider(provider: ProviderId): void {
  attempt(places.dialog, () => client['provider.remove']({ provider }), closeDialog)
}

export function probeKeyring(): void {
  attempt(places.keyring, () => client['keyring.probe']())
}

/** Has the desktop ask for the keyring's password; `then` repeats what had failed for want of it. */
export function unlockKeyring(then?: () => void): void {
  attempt(
    places.keyring,
    () => client['keyring.unlock'](),
    () => then?.(),
  )
}

/** Ends the wait for the desktop's prompt. The unlocking itself then fails, and says that nothing changed. */
export function cancelUnlock(): void {
  detach(client['keyring.cancel-unlock']())
}

/** Moves the tokens of the file into the keyring. */
export function takeIntoKeyring(): void {
  attempt(
    places.keyring,
    () => client['keyring.take-in'](),
    ({ moved }) => {
      useTokens.setState({ movedIn: moved })
    },
  )
}

/** Hides a notice for some days. */
export function snooze(notice: string, days: number): void {
  attempt(places.notice(notice), () => client['notice.snooze']({ notice, days }))
}

/** Takes the other users' rights off the file that a notice is about. */
export function tightenFile(notice: string): void {
  attempt(places.notice(notice), () => client['notice.tighten-file']({ notice }))
}
