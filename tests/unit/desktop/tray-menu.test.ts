import { describe, expect, it } from 'vitest'
import { statusLine, trayMenu, type TrayItem } from '../../../electron/desktop/tray-menu.ts'
import { watchNotice } from '../../../electron/desktop/watch-words.ts'
import type { Snapshot } from '../../../shared/snapshot.ts'
import { sampleOutputs } from './ipc-samples.ts'

const snapshot: Snapshot = {
  ...sampleOutputs['snapshot.get'],
  ...{ runs: [], downloads: [], watches: [], jobs: null },
}
const [hub] = snapshot.providers

function labels(items: readonly TrayItem[]): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'separator') return []
    return item.kind === 'submenu' ? [item.label, ...labels(item.items)] : [item.label]
  })
}

describe('the tray menu', () => {
  it('offers the whole job with nothing running', () => {
    expect(labels(trayMenu(snapshot))).toEqual([
      'Hugging Face · ada',
      'Log in to Hugging Face…',
      'Launch local model…',
      'Open Hubkey',
      'Quit',
    ])
  })

  it('lists a running server with its address and its stop, and says what quitting does', () => {
    const [run] = sampleOutputs['snapshot.get'].runs
    if (run === undefined) throw new Error('the sample has a run')
    const ready = { ...run, state: 'ready', url: 'http://127.0.0.1:4000' } as const
    const ended = { ...run, state: 'exited' } as const
    const menu = labels(trayMenu({ ...snapshot, runs: [ready, ended] }))
    expect(menu).toEqual(
      expect.arrayContaining(['name · ready', 'http://127.0.0.1:4000', 'Copy address', 'Stop']),
    )
    expect(menu).toContain('Quit and stop 1 server')
    expect(menu.filter((label) => label === 'Stop')).toHaveLength(1)
  })

  it('does not count a detached server among those that quitting stops', () => {
    const runs = sampleOutputs['snapshot.get'].runs.map((run) => ({
      ...run,
      ...{ state: 'ready' as const, detached: true },
    }))
    expect(labels(trayMenu({ ...snapshot, runs }))).toContain('Quit')
  })
})

describe('a log-in that the Hub renews no more', () => {
  const [account] = hub?.accounts ?? []
  if (hub === undefined || account === undefined) throw new Error('the sample has an account')
  const ended = { ...account, kind: 'oauth', logInEnded: true } as const
  const said = 'Hugging Face · ada · log-in has ended'

  it('is told in the first line while it is the one in use', () => {
    const used = { ...hub, account: account.name, accounts: [ended] }
    expect(statusLine({ ...snapshot, providers: [used] })).toBe(said)
    const other = { ...ended, name: 'other' }
    const unused = { ...hub, account: account.name, accounts: [account, other] }
    expect(statusLine({ ...snapshot, providers: [unused] })).not.toBe(said)
    const shadowed = { ...hub, account: null, source: 'environment' as const, accounts: [ended] }
    expect(statusLine({ ...snapshot, providers: [shadowed] })).not.toBe(said)
  })
})

describe('a model that was waited for', () => {
  const [watch] = sampleOutputs['snapshot.get'].watches
  if (watch === undefined) throw new Error('the sample has a watch')
  const open = { ...watch, state: 'open', verdict: 'granted', nextAt: null } as const

  it('has a line of its own once it is open', () => {
    expect(labels(trayMenu({ ...snapshot, watches: [watch] }))).not.toContain('gated is open now…')
    expect(labels(trayMenu({ ...snapshot, watches: [watch, open] }))).toContain(
      'gated is open now…',
    )
    expect(labels(trayMenu({ ...snapshot, watches: [open, { ...open, repo: 'a/b' }] }))).toContain(
      '2 models are open now…',
    )
  })

  it.each([
    [open, 'owner/gated is open', /“work” may have it/],
    [{ ...open, account: null }, 'owner/gated is open', /^Your account may/],
    [{ ...watch, state: 'closed', verdict: 'refused' }, 'owner/gated stays closed', /refused/],
    [{ ...watch, state: 'closed', verdict: 'disabled' }, 'owner/gated is gone', /switched it off/],
  ] as const)('is told on the desktop: %#', (ended, title, body) => {
    const notice = watchNotice(ended)
    expect(notice.title).toBe(title)
    expect(notice.body).toMatch(body)
  })
})

describe('the status line', () => {
  it.each([
    ['before the first look', { ...snapshot, providers: [], keyring: null }, 'looking…'],
    ['with a locked keyring', without('locked'), 'keyring locked'],
    ['with a hung keyring', without('hung'), 'keyring does not answer'],
    ['without a token', without('unlocked'), 'not logged in'],
  ])('%s', (_name, seen, ending) => {
    expect(statusLine(seen)).toBe(`Hugging Face · ${ending}`)
  })

  it('never calls a token that could not be checked rejected', () => {
    const providers = snapshot.providers.map((provider) => ({
      ...provider,
      verified: false,
      verification: null,
    }))
    expect(statusLine({ ...snapshot, providers })).toBe('Hugging Face · ada · not verified')
  })
})

function without(state: 'locked' | 'hung' | 'unlocked'): Snapshot {
  if (hub === undefined || snapshot.keyring === null) throw new Error('the sample is complete')
  return {
    ...snapshot,
    keyring: { ...snapshot.keyring, state },
    providers: [{ ...hub, present: false }],
  }
}
