import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { switchSink } from '../../../electron/credentials/change-sink.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { listEntries } from '../../../electron/credentials/vault.ts'
import { verifyToken } from '../../../electron/credentials/verify-token.ts'
import { sinks } from '../../../electron/sinks/sinks.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import {
  buildKillableProgram,
  type KillableProgram,
} from '../../fixtures/kill-points/run-killed.ts'
import { settingFor, textOf, type Setting } from './setting.ts'

/** Credentials that are killed while they change: the road of `killed-*.test.ts`. */
export const provider = 'huggingface'

/** What a file of kill tests works with; new for each test. */
export let program: KillableProgram
export let env: Record<string, string>
export let setting: Setting
let hub: HubDouble
let session: DesktopSession

beforeAll(async () => {
  program = await buildKillableProgram()
})
afterAll(async () => program.remove())
afterEach(async () => {
  await session.close()
  await hub.close()
})

/** Begins a test with a home of its own. */
export async function begin(keyring: 'unlocked' | 'absent'): Promise<void> {
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

/** What a kill left beside the stores. */
export async function leftovers(): Promise<readonly string[]> {
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
async function killed(verb: Verb, killAt: number): Promise<string> {
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

type Verb = 'rotate' | 'clear'

/** Kills the verb at each of its steps, without a keyring; what the places held after each. */
export async function killAtEveryStep(verb: Verb): Promise<readonly string[]> {
  await begin('absent')
  const { young } = await prepare(0)
  const steps = (await program.run({ verb, token: young, killAt: 0 }, env))!
  expectSynced(steps)
  const outcomes: string[] = []
  for (let point = 1; point <= steps.length; point += 1) outcomes.push(await killed(verb, point))
  report(verb, 'file', steps, outcomes)
  return outcomes
}

/** The same with a real keyring, at the steps that change it or a sink. */
export async function killAtKeyringSteps(verb: Verb): Promise<readonly string[]> {
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
  return outcomes
}

/** A test of so many kills; each takes a moment. */
export const wide = { timeout: 900_000 }

/** What takes a file's place lies on the disk before, and its name does after; a power cut asks. */
function expectSynced(steps: readonly string[]): void {
  const around = steps.flatMap((label, at) =>
    label === 'file rename' ? [[steps[at - 1], steps[at + 1]]] : [],
  )
  expect(around.length).toBeGreaterThan(3)
  expect(around).toEqual(around.map(() => ['file sync', 'file sync']))
}

/** Prints how many points there were, and what the places held after. */
export function report(
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
