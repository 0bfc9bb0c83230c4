import { canStop, isLive } from '../../shared/domain/run-state.ts'
import type { RunView } from '../../shared/domain/run.ts'
import type { View } from '../../shared/ipc/events.ts'
import type { Snapshot } from '../../shared/snapshot.ts'
import { endedByQuit, quitLabel } from '../app/ended-by-quit.ts'
import { jobLine } from './job-words.ts'
import { watchLine } from './watch-words.ts'

/** One line of the tray menu, as data: what it says and which verb it calls. */
export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] }
  | { readonly kind: 'command'; readonly label: string; readonly does: TrayCommand }

export type TrayCommand =
  | { readonly verb: 'show'; readonly view: View }
  | { readonly verb: 'copy-address'; readonly run: string }
  | { readonly verb: 'stop'; readonly run: string }
  | { readonly verb: 'quit' }

const separator: TrayItem = { kind: 'separator' }

function show(label: string, view: View): TrayItem {
  return { kind: 'command', label, does: { verb: 'show', view } }
}

/** The whole menu for a snapshot. It is rebuilt at every change, never patched. */
export function trayMenu(snapshot: Snapshot): readonly TrayItem[] {
  const opened = watchLine(snapshot.watches)
  const jobs = jobLine(snapshot.jobs)
  const live = snapshot.runs.filter(({ state }) => isLive(state))
  return [
    { kind: 'label', label: statusLine(snapshot) },
    show('Log in to Hugging Face…', 'log-in'),
    separator,
    show('Launch local model…', 'models'),
    ...(opened === null ? [] : [show(opened, 'models')]),
    ...(jobs === null ? [] : [show(jobs, 'jobs')]),
    ...live.map(runItem),
    separator,
    show('Open Hubkey', 'tokens'),
    { kind: 'command', label: quitLabel(endedByQuit(snapshot)), does: { verb: 'quit' } },
  ]
}

/** One sentence on the Hugging Face token, for the menu's first line and the tooltip. */
export function statusLine({ providers, keyring }: Snapshot): string {
  const hub = providers.find(({ id }) => id === 'huggingface')
  if (hub === undefined) return 'Hugging Face · looking…'
  if (hub.present) {
    const who = hub.username ?? 'token'
    const used = hub.accounts.find(({ name }) => name === hub.account)
    if (used?.logInEnded === true) return `Hugging Face · ${who} · log-in has ended`
    if (hub.verification?.state === 'rejected') return `Hugging Face · ${who} · rejected`
    return `Hugging Face · ${who}${hub.verified ? '' : ' · not verified'}`
  }
  if (keyring?.state === 'locked') return 'Hugging Face · keyring locked'
  if (keyring?.state === 'hung') return 'Hugging Face · keyring does not answer'
  return 'Hugging Face · not logged in'
}

function runItem(run: RunView): TrayItem {
  const name = run.repo.split('/').at(-1) ?? run.repo
  const items: TrayItem[] = []
  if (run.url !== null) {
    items.push({ kind: 'label', label: run.url })
    items.push({
      kind: 'command',
      label: 'Copy address',
      does: { verb: 'copy-address', run: run.id },
    })
  }
  if (canStop(run.state)) {
    items.push({ kind: 'command', label: 'Stop', does: { verb: 'stop', run: run.id } })
  }
  return { kind: 'submenu', label: `${name} · ${run.state}`, items }
}
