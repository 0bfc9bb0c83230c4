import type { ProviderId } from '../shared/domain/provider.ts'
import type { RunId } from '../shared/domain/run.ts'
import type { Settings } from '../shared/domain/settings.ts'
import type { Snippet } from '../shared/domain/snippet.ts'
import type { Action } from '../shared/errors.ts'
import type { Input } from '../shared/ipc/contract.ts'
import type { View } from '../shared/ipc/events.ts'
import type { Link } from '../shared/links.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { findForeign, importToken } from './import-actions.ts'
import { places } from './places.ts'
import { closeDialog } from './state/tokens.ts'
import { closeWhereDialog } from './state/where.ts'
import { importCopy, refreshWhere } from './where-actions.ts'
import { goTo, useUi } from './state/ui.ts'
import {
  probeKeyring,
  requestSync,
  switchAccount,
  takeIntoKeyring,
  tightenFile,
  unlockKeyring,
  verifyToken,
} from './token-actions.ts'
import { startWatching } from './watch-actions.ts'

export function showWindow(view: View): void {
  attempt(places.window, () => client['window.show']({ view }))
}

/** Opens the small window for this provider's token; `replaces` names the account it is to renew. */
export function showLogIn(logIn: NonNullable<Input<'window.show'>['logIn']>): void {
  attempt(places.window, () => client['window.show']({ view: 'log-in', logIn }))
}

/** Opens the small window at the log-in by the browser; `account` is the log-in that it takes the place of. */
export function logInByBrowser(provider: ProviderId, account?: string): void {
  const whose = account === undefined ? {} : { replaces: account }
  showLogIn({ provider, ...whose, by: 'browser' })
}

export function openLink(link: Link): void {
  attempt(places.window, () => client['link.open'](link))
}

export function setTheme(theme: Settings['theme']): void {
  attempt(places.theme, () => client['settings.update']({ theme }))
}

export function startDownload(input: Input<'download.start'>): void {
  attempt(places.download(input.repo, input.path), () => client['download.start'](input))
}

/** Fetches a repository's files: all, or those that patterns choose. */
export function startRepositoryDownload(input: Input<'download.repository'>): void {
  attempt(places.repository(input.repo), () => client['download.repository'](input))
}

export function pauseDownload(download: string): void {
  attempt(places.window, () => client['download.pause']({ download }))
}

export function resumeDownload(download: string): void {
  attempt(places.window, () => client['download.resume']({ download }))
}

export function cancelDownload(download: string): void {
  attempt(places.window, () => client['download.cancel']({ download }))
}

export function launch(input: Input<'run.launch'>): void {
  attempt(places.launch(input.repo, input.file ?? null), () => client['run.launch'](input))
}

export function stopRun(run: RunId): void {
  attempt(places.run(run), () => client['run.stop']({ run }))
}

/** Stops a server and launches it again with the tokens that are in force now. */
export function restartRun(run: RunId): void {
  attempt(places.run(run), () => client['run.restart']({ run }))
}

/** Main writes the clipboard, so that the window needs no permission for it. */
export function copySnippet(run: RunId, what: Snippet, then: () => void): void {
  attempt(places.run(run), () => client['run.copy']({ run, what }), then)
}

export function openRunFolder(run: RunId): void {
  attempt(places.run(run), () => client['run.open-folder']({ run }))
}

/** Takes one ended server off the list, or all of them. */
export function forgetRun(run: RunId | null): void {
  attempt(run === null ? places.window : places.run(run), () => client['run.forget']({ run }))
}

/** Opens the playground on this server. */
export function talkTo(run: RunId): void {
  useUi.setState({ talkingTo: run })
  goTo('playground')
}

/** Does what an error's, notice's or verdict's button says. `retry` repeats what failed, where that is known. */
export function perform(action: Action, retry?: () => void, showLog?: () => void): void {
  const { does } = action
  switch (does.kind) {
    case 'log-in':
      if (does.by === undefined) showWindow('log-in')
      else logInByBrowser('huggingface', does.account)
      return
    case 'open-link':
      openLink(does.link)
      return
    case 'probe-keyring':
      probeKeyring()
      return
    case 'rotate':
      showLogIn({ provider: does.provider, replaces: does.account })
      return
    case 'use-account':
      switchAccount(does, retry)
      return
    case 'verify':
      verifyToken(does.provider, does.account)
      return
    case 'sync-sink':
      requestSync(does.provider, does.sink)
      return
    case 'retry':
      retry?.()
      return
    case 'watch':
      startWatching({ type: does.type, repo: does.repo, verdict: 'awaiting-author' })
      return
    case 'trust-endpoint':
      attempt(
        places.window,
        () => client['endpoint.trust'](),
        () => retry?.(),
      )
      return
    case 'show-log':
      showLog?.()
      return
    case 'unlock-keyring':
      unlockKeyring(retry)
      return
    case 'take-into-keyring':
      takeIntoKeyring()
      return
    case 'tighten-file':
      tightenFile(does.notice)
      return
    case 'find-foreign':
    case 'import-foreign':
      aboutForeign(does)
      return
    case 'restart-run':
      restartRun(does.run)
      return
    case 'advice':
      return
  }
}

/** Lists other tools' tokens anew or takes one over, on the page that the user is on. */
function aboutForeign(
  does: Extract<Action['does'], { kind: 'find-foreign' | 'import-foreign' }>,
): void {
  const isOnMap = useUi.getState().page === 'where'
  if (isOnMap) closeWhereDialog()
  else closeDialog()
  if (does.kind === 'find-foreign') (isOnMap ? refreshWhere : findForeign)()
  else (isOnMap ? importCopy : importToken)(does.token)
}
