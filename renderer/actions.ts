import type { ProviderId } from '../shared/domain/provider.ts'
import type { RunId } from '../shared/domain/run.ts'
import type { Settings } from '../shared/domain/settings.ts'
import type { Action } from '../shared/errors.ts'
import type { Input } from '../shared/ipc/contract.ts'
import type { View } from '../shared/ipc/events.ts'
import type { Link } from '../shared/links.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { goTo, useUi } from './state/ui.ts'

/** Places of the window that verbs run on behalf of. */
export const places = {
  token: (provider: ProviderId) => `token:${provider}`,
  clear: 'clear',
  keyring: 'keyring',
  window: 'window',
  theme: 'theme',
  download: (repo: string, path: string) => `download:${repo}/${path}`,
  launch: (repo: string, path: string | null) => `launch:${repo}/${path ?? ''}`,
  run: (run: RunId) => `run:${run}`,
} as const

export function verifyToken(provider: ProviderId): void {
  attempt(places.token(provider), () => client['token.verify']({ provider }))
}

/** Clears every copy that Hubkey may clear; the dialog then shows what came of it. */
export function clearToken(provider: ProviderId): void {
  attempt(
    places.clear,
    () => client['token.clear']({ provider }),
    (clearReport) => {
      useUi.setState({ clearReport })
    },
  )
}

export function probeKeyring(): void {
  attempt(places.keyring, () => client['keyring.probe']())
}

export function showWindow(view: View): void {
  attempt(places.window, () => client['window.show']({ view }))
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

export function cancelDownload(download: string): void {
  attempt(places.window, () => client['download.cancel']({ download }))
}

export function launch(input: Input<'run.launch'>): void {
  attempt(places.launch(input.repo, input.file ?? null), () => client['run.launch'](input))
}

export function stopRun(run: RunId): void {
  attempt(places.run(run), () => client['run.stop']({ run }))
}

/** Main writes the clipboard, so that the window needs no permission for it. */
export function copyAddress(run: RunId, then: () => void): void {
  attempt(places.run(run), () => client['run.copy-address']({ run }), then)
}

/** Opens the playground on this server. */
export function talkTo(run: RunId): void {
  useUi.setState({ talkingTo: run })
  goTo('playground')
}

/** Does what an error's or verdict's button says. `retry` repeats what failed, where that is known. */
export function perform(action: Action, retry?: () => void, showLog?: () => void): void {
  switch (action.does.kind) {
    case 'log-in':
      showWindow('log-in')
      return
    case 'open-link':
      openLink(action.does.link)
      return
    case 'probe-keyring':
      probeKeyring()
      return
    case 'retry':
      retry?.()
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
    case 'advice':
      return
  }
}
