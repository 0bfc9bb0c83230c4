import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { switchSink } from '../../../electron/credentials/change-sink.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { takeIntoKeyring } from '../../../electron/credentials/take-into-keyring.ts'
import { listEntries } from '../../../electron/credentials/vault.ts'
import { verifyToken } from '../../../electron/credentials/verify-token.ts'
import { sinks } from '../../../electron/sinks/sinks.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import {
  buildKillableProgram,
  type KillableProgram,
} from '../../fixtures/kill-points/run-killed.ts'
import { leaveFile, madeUpToken, settingFor, storeWith, textOf, type Setting } from './setting.ts'

const provider = 'huggingface'

let program: KillableProgram
let hub: HubDouble
let session: DesktopSession
let env: Record<string, string>
let setting: Setting

beforeAll(async () => {
  program = await buildKillableProgram()
})
afterAll(async () => program.remove())
afterEach(async () => {
  await session.close()
  await hub.close()
})

async function begin(keyring: 'unlocked' | 'absent'): Promise<void> {
  hub = await startHubDouble()
  session = await startSession({ keyring })
  env = { ...session.env, HF_ENDPOINT: hub.url }
  setting = settingFor(env, program.host)
  await writeFile(join(session.home, '.gitconfig'), '[credential]\n\thelper = store\n')
}

/** Every place as it is before the change: the same token in the vault, in hf and in git. */
async function prepare(run: number): Promise<{ old: string; young: string }> {
  const old = hub.addToken({ label: `old-${run}`, kind: 'read', owner: 'ada' })
  const young = hub.addToken({ label: `young-${run}`, kind: 'read', owner: 'ada' })
  const secret = setting.redactor.guard(old)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  await saveToken({ provider, secret, account: 'default', verification }, setting.needs)
  for (const sink of ['hf', 'git'] as const) {
    await switchSink({ provider, sink, on: true }, setting.needs)
  }
  return { old, young }
}

/** The tokens of every place: what the vault holds, and what each tool would use. */
async function places(): Promise<readonly (string | null)[]> {
  const vault: (string | null)[] = []
  for (const name of await listEntries(setting.needs)) {
    const secret = await setting.needs.keyring.get(name)
    const file = await textOf(setting.storePath)
    const tokens =
      file === null
        ? {}
        : (JSON.parse(file) as { tokens: Record<string, { token: string }> }).tokens
    vault.push(secret?.reveal() ?? tokens[name]?.token ?? null)
  }
  expect(vault.length).toBeLessThan(2)
  const used: (string | null)[] = []
  for (const sink of sinks.filter(({ id }) => id === 'hf' || id === 'git')) {
    const copies = await sink.read(setting.needs)
    expect(copies.length).toBeLessThan(3)
    used.push(copies.find(({ active }) => active)?.secret.reveal() ?? null)
    // Nothing older lies beside it.
    const kinds = new Set(copies.map(({ secret }) => secret.reveal()))
    expect(kinds.size).toBeLessThan(2)
  }
  return [vault[0] ?? null, ...used]
}

async function leftovers(): Promise<readonly string[]> {
  const { config, state } = setting.needs.paths
  const names = [...(await readdir(config)), ...(await readdir(state).catch(() => []))]
  return names.filter(
    (name) => name.endsWith('.tmp') || name.includes('journal') || name.includes('unreadable'),
  )
}

async function isAccepted(token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${hub.url}/api/whoami-v2`, { headers })).status === 200
}

/** Kills the verb at one point and starts again; what the places hold then. */
async function killed(verb: 'rotate' | 'clear', killAt: number): Promise<string> {
  const { old, young } = await prepare(killAt)
  expect(await program.run({ verb, token: young, killAt }, env)).toBeNull()
  await settleTokens({}, setting.needs)
  await lookAtCredentials({}, setting.needs)
  const held = await places()
  expect(new Set(held).size, `point ${killAt}: every place holds the same`).toBe(1)
  expect(await leftovers(), `point ${killAt}`).toEqual([])
  if (verb === 'rotate') {
    expect([old, young], `point ${killAt}`).toContain(held[0])
    // Asked to revoke: dead exactly when it is not in force any more.
    expect(await isAccepted(old), `point ${killAt}`).toBe(held[0] === old)
  } else {
    expect([old, null], `point ${killAt}`).toContain(held[0])
  }
  return held[0] === old ? 'old' : held[0] === young ? 'new' : 'none'
}

const wide = { timeout: 900_000 }

describe.each(['rotate', 'clear'] as const)('%s, killed at every step', (verb) => {
  test('of files and sinks', wide, async () => {
    await begin('absent')
    const { young } = await prepare(0)
    const steps = (await program.run({ verb, token: young, killAt: 0 }, env))!
    expectSynced(steps)
    const outcomes: string[] = []
    for (let point = 1; point <= steps.length; point += 1) outcomes.push(await killed(verb, point))
    report(verb, 'file', steps, outcomes)
    expect(outcomes).toContain('old')
    expect(outcomes).toContain(verb === 'rotate' ? 'new' : 'none')
  })

  test('of the keyring and sinks', wide, async () => {
    await begin('unlocked')
    const { young } = await prepare(0)
    const steps = (await program.run({ verb, token: young, killAt: 0 }, env))!
    const points = steps.flatMap((label, index) =>
      label.startsWith('keyring') || label.startsWith('sink') ? [index + 1] : [],
    )
    expect(steps.filter((label) => label.startsWith('keyring')).length).toBeGreaterThan(2)
    const outcomes: string[] = []
    for (const point of points) outcomes.push(await killed(verb, point))
    report(verb, 'keyring', points.map(String), outcomes)
    // Clearing is finished once it has begun; the journal is written before the keyring is asked.
    if (verb === 'rotate') expect(outcomes).toContain('old')
    expect(outcomes).toContain(verb === 'rotate' ? 'new' : 'none')
  })
})

test(
  'moving into the keyring, killed at its steps, loses nothing and can be done again',
  wide,
  async () => {
    await begin('unlocked')
    const name = 'huggingface:default'
    const token = madeUpToken('t')
    const order = { verb: 'take-in', token: '' } as const
    const resolved = async (): Promise<unknown> => {
      const found = await resolveToken({ provider }, setting.needs)
      return [found?.secret.reveal(), found?.source]
    }
    let steps: readonly string[] = []
    // The very first time there are folders to be made.
    for (let time = 0; time < 2; time += 1) {
      await setting.needs.keyring.delete(name)
      await leaveFile(setting.storePath, storeWith(token))
      steps = (await program.run({ ...order, killAt: 0 }, env))!
      expect(await resolved()).toEqual([token, 'keyring'])
    }
    expect(steps.filter((label) => label.startsWith('keyring')).length).toBeGreaterThan(2)
    // Every step of the keyring, and every third one of the file.
    const points = steps.flatMap((label, index) =>
      label.startsWith('keyring') || index % 3 === 0 ? [index + 1] : [],
    )
    const outcomes: string[] = []
    for (const killAt of points) {
      await setting.needs.keyring.delete(name)
      await leaveFile(setting.storePath, storeWith(token))
      expect(await program.run({ ...order, killAt }, env)).toBeNull()
      const [text, source] = (await resolved()) as [string, string]
      expect(text, `point ${killAt}`).toBe(token)
      outcomes.push(source === 'file' ? 'old' : 'new')
      await settleTokens({}, setting.needs)
      await takeIntoKeyring({}, setting.needs)
      expect(await resolved(), `point ${killAt}`).toEqual([token, 'keyring'])
      expect(await textOf(setting.storePath), `point ${killAt}`).not.toContain(token)
      expect(await leftovers(), `point ${killAt}`).toEqual([])
    }
    report('take-in', 'keyring', points.map(String), outcomes)
    expect(new Set(outcomes)).toEqual(new Set(['old', 'new']))
  },
)

/** What takes a file's place lies on the disk before, and its name does after; a power cut asks. */
function expectSynced(steps: readonly string[]): void {
  const around = steps.flatMap((label, at) =>
    label === 'file rename' ? [[steps[at - 1], steps[at + 1]]] : [],
  )
  expect(around.length).toBeGreaterThan(3)
  expect(around).toEqual(around.map(() => ['file sync', 'file sync']))
}

function report(
  verb: string,
  store: string,
  points: readonly string[],
  outcomes: readonly string[],
): void {
  const counts = ['old', 'new', 'none'].map(
    (kind) => `${outcomes.filter((one) => one === kind).length} ${kind}`,
  )
  process.stdout.write(
    `${verb} (${store}): ${points.length} kill points; then ${counts.join(', ')}\n`,
  )
}
