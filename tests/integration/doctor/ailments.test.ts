import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { examine, visitDoctor } from '../../../electron/doctor/visit.ts'
import type { DoctorNeeds } from '../../../electron/doctor/needs.ts'
import { findProgram } from '../../../electron/files/find-program.ts'
import { startPanel } from '../../fixtures/desktop/panel.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { startPrompter } from '../../fixtures/keyring-prompter.ts'
import {
  buildKeyringWorker,
  freezeKeyring,
  lockKeyring,
  temporaryFolder,
  unlockKeyring,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'
import {
  gcm,
  helper,
  ill,
  lfs,
  well,
  type Ailment,
  type Env,
  type Surroundings,
} from './ailments.ts'
import { leaveFile, madeUpToken, settingFor, storeWith, textOf } from '../credentials/setting.ts'

let worker: BuiltWorker
let session: DesktopSession
let hub: HubDouble
/** A home of its own for each row, in which nothing is wrong. */
let home: string
let clean: () => Promise<void>

beforeAll(async () => {
  worker = await buildKeyringWorker()
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
})
afterAll(async () => {
  await hub.close()
  await session.close()
  await worker.remove()
})
beforeEach(async () => {
  const folder = await temporaryFolder()
  ;[home, clean] = [folder.path, async () => folder.remove()]
  await leaveFile(join(home, '.config/hubkey/credentials.json'), storeWith(madeUpToken('a')))
  await leaveFile(join(home, '.gitconfig'), helper('store') + lfs)
  await mkdir(join(home, 'bin'))
})
afterEach(async () => clean())

async function worldOf(ailment: Ailment): Promise<DoctorNeeds> {
  const { gitconfig, env = {}, programs = {}, onlyGit = false, minutesAhead = 0 } = ailment
  const bin = join(home, 'bin')
  if (gitconfig !== undefined) await leaveFile(join(home, '.gitconfig'), gitconfig)
  for (const [name, script] of Object.entries(programs)) {
    await leaveFile(join(bin, name), `#!/bin/sh\n${script}\n`, 0o755)
  }
  if (onlyGit) await symlink((await findProgram('git', session.env))!, join(bin, 'git'))
  const { needs } = settingFor(
    {
      ...session.env,
      HOME: home,
      PATH: onlyGit ? bin : `${bin}:${session.env['PATH']}`,
      ...{ DISPLAY: '', WAYLAND_DISPLAY: '', HF_HUB_OFFLINE: '1', GIT_CONFIG_NOSYSTEM: '1' },
      ...(typeof env === 'function' ? env(surroundings()) : env),
    },
    worker.host,
  )
  const clock = { now: () => new Date(Date.now() + minutesAhead * 60_000) }
  return { ...needs, clock }
}

interface Told {
  readonly id: string
  readonly severity: string
  readonly words: string
}

async function told(ailment: Ailment): Promise<readonly Told[]> {
  const found = await examine({}, await worldOf(ailment))
  return found.map(({ id, severity, sentence, reason, fix, advice }) => ({
    ...{ id, severity },
    words: [sentence, reason, fix?.says, advice].join(' | '),
  }))
}

/** A bus on which nobody keeps secrets, and none is started. */
let bare: DesktopSession
beforeAll(async () => {
  bare = await startSession({ keyring: 'absent' })
})
afterAll(async () => bare.close())

/** What rows with a part of their own to play are told. */
function surroundings(): Surroundings {
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = bare.env
  const bareBus = { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, XDG_CURRENT_DESKTOP: '' } as Env
  return { hub: hub.url, bareBus }
}

test.each(well)('%s is no finding', async (_, ailment) => {
  expect(await told(ailment)).toEqual([])
})

test.each(ill)(
  '%s is the one finding, told with its cause',
  async (_, ailment, id, severity, words) => {
    // A double of the Hub is a mirror, too.
    const isAside = (one: Told): boolean => id === 'clock-wrong' && one.id === 'mirror-not-trusted'
    const found = (await told(ailment)).filter((one) => !isAside(one))
    expect(found).toEqual([{ id, severity, words: expect.stringMatching(words) as string }])
  },
)

describe('what comes and goes', () => {
  test('a locked keyring and one that hangs are told apart, and none is asked', async () => {
    const prompter = await startPrompter(session, { types: 'test' })
    await lockKeyring(session)
    try {
      const [locked, ...more] = await told({})
      expect(locked).toMatchObject({ id: 'keyring-locked', severity: 'warning' })
      expect(locked?.words).toContain('hubkey keyring unlock')
      expect(more).toEqual([])
      const wake = await freezeKeyring(session)
      try {
        const hung = await told({})
        expect(hung.map(({ id, severity }) => [id, severity])).toEqual([['keyring-hung', 'error']])
      } finally {
        wake()
      }
    } finally {
      await unlockKeyring(session)
      prompter.close()
    }
    expect(prompter.raised()).toBe(0)
    expect(await told({})).toEqual([])
  })

  test('a tray that is there is no finding', async () => {
    const panel = await startPanel(session.busAddress)
    try {
      expect(await told({ env: { DISPLAY: ':0' } })).toEqual([])
    } finally {
      panel.close()
    }
  })

  test('fixes of git’s settings change one line each, and the next visit finds nothing', async () => {
    const before = `# mine\n[user]\n\tname = Ada\n${helper('manager')}\tuseHttpPath = true\n[alias]\n\tst = status\n`
    const needs = await worldOf({ gitconfig: before, programs: gcm })
    const { fixed } = await visitDoctor({ fix: true }, needs)
    expect(fixed.map(({ id, problem }) => [id, problem]).toSorted()).toEqual([
      ['gcm-store-missing', null],
      ['git-http-path', null],
      ['git-lfs-not-set-up', null],
    ])
    expect(await examine({}, needs)).toEqual([])
    const after = (await textOf(join(home, '.gitconfig'))) ?? ''
    const lines = before.trimEnd().split('\n')
    expect(after.split('\n').filter((line) => lines.includes(line))).toEqual(lines)
    expect(after).toContain('\tcredentialStore = secretservice\n')
    expect(after).toContain('[credential "https://huggingface.co"]\n\tuseHttpPath = false\n')
  })
})
