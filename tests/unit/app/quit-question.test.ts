import { expect, it } from 'vitest'
import { endedByQuit, quitLabel } from '../../../electron/app/ended-by-quit.ts'
import {
  quitQuestion,
  type QuitBy,
  type QuitQuestion,
  type UnstoredLogIn,
} from '../../../electron/app/quit-question.ts'
import type { DownloadView } from '../../../shared/domain/download.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { sampleOutputs } from '../desktop/ipc-samples.ts'

const { runs, downloads, providers } = sampleOutputs['snapshot.get']
const run: RunView = { ...runs[0]!, state: 'ready', download: null }
const persisting: RunView = { ...run, repo: 'acme/stays', detached: true, state: 'starting' }
const download: DownloadView = {
  ...downloads[0]!,
  id: 'd1',
  repo: 'acme/big',
  path: 'big.gguf',
  choice: null,
  state: 'running',
  receivedBytes: 1_100_000_000,
  totalBytes: 1_800_000_000,
}
const token: UnstoredLogIn = {
  by: 'token',
  provider: 'huggingface',
  username: 'ada',
  replaces: null,
}

interface Facts {
  readonly runs?: readonly RunView[]
  readonly downloads?: readonly DownloadView[]
  readonly logIns?: readonly UnstoredLogIn[]
}

function asked(facts: Facts, by: QuitBy = 'tray'): QuitQuestion | null {
  const { runs = [], downloads = [], logIns = [] } = facts
  return quitQuestion({ runs: [...runs], downloads: [...downloads], providers, logIns }, by)
}

function label({ runs = [], downloads = [] }: Facts): string {
  return quitLabel(endedByQuit({ runs: [...runs], downloads: [...downloads] }))
}

it('asks nothing when nothing ends, or only what the tray’s line has named', () => {
  const elsewhere = { ...run, elsewhere: true }
  const handedOver = { ...run, detached: true }
  const ended = (['exited', 'failed'] as const).map((state) => ({ ...run, state }))
  const still = (['done', 'failed', 'cancelled', 'paused'] as const).map((state) => ({
    ...download,
    state,
  }))
  const nothing = { runs: [elsewhere, handedOver, ...ended], downloads: still }
  expect([asked(nothing), asked(nothing, 'keys'), label(nothing)]).toEqual([null, null, 'Quit'])
  expect(asked({ runs: [run] })).toBeNull()
  expect(label({ runs: [run] })).toBe('Quit and stop 1 server')
  // A key names nothing beforehand.
  expect(asked({ runs: [run] }, 'keys')).toEqual({
    message: 'Quit and stop 1 server?',
    detail: 'owner/name stops serving.',
  })
})

it('says what would be lost of a log-in, and what of it stays', () => {
  expect(asked({ logIns: [token] })).toEqual({
    message: 'Quit and stop 1 log-in?',
    detail: 'The token of @ada (Hugging Face) is not stored yet: it has to be entered again.',
  })
  const others: UnstoredLogIn[] = [
    { ...token, username: null, replaces: 'work' },
    { by: 'browser', provider: 'huggingface', isGranted: false },
    { by: 'browser', provider: 'huggingface', isGranted: true },
  ]
  expect(asked({ logIns: others })?.detail.split('\n\n')).toEqual([
    'The token for Hugging Face is not stored yet: it has to be entered again. “work” keeps the one it has.',
    'The log-in at Hugging Face waits for you in the browser: it has to be begun again.',
    'You have agreed to the log-in at Hugging Face, and it is not stored yet: it has to be begun again.',
  ])
})

it('names each thing once, whatever waits for it', () => {
  const starting = { ...run, state: 'preparing', download: 'd1' } as const
  expect(label({ runs: [run, starting], downloads: [download] })).toBe(
    'Quit and stop 1 server and 1 download…',
  )
  expect(asked({ runs: [starting], downloads: [download] })).toEqual({
    message: 'Quit and stop 1 download?',
    detail:
      'acme/big/big.gguf (1.1 of 1.8 GB) stops downloading. What has arrived is kept, and downloading it again goes on from there.',
  })
  const brought = { ...persisting, state: 'preparing', download: 'd1' } as const
  const whole = { ...download, id: 'd2', path: null, totalBytes: null }
  const facts = { runs: [persisting, brought], downloads: [download, whole], logIns: [token] }
  expect(label(facts)).toBe('Quit and stop 2 launches and 1 download…')
  expect(asked(facts)).toMatchObject({
    message: 'Quit and stop 2 launches, 1 download and 1 log-in?',
  })
  expect(asked(facts)?.detail.split('\n\n').slice(1)).toEqual([
    'acme/stays was to go on without Hubkey, and has not started yet: it will not be running.',
    'acme/stays was to go on without Hubkey, and has not arrived yet: it will not be running.',
    'acme/big stops downloading. What has arrived is kept, and downloading it again goes on from there.',
  ])
})

it('keeps a dialog that cannot scroll short', () => {
  const many = Array.from({ length: 30 }, () => run)
  const lines = asked({ runs: many }, 'keys')?.detail.split('\n\n')
  expect(lines).toHaveLength(8)
  expect(lines?.at(-1)).toBe('And 23 more.')
})
