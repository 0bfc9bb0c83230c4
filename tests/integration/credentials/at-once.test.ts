import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  buildKillableProgram,
  type KillableProgram,
} from '../../fixtures/kill-points/run-killed.ts'
import { settingFor } from './setting.ts'

let program: KillableProgram
let session: DesktopSession

beforeAll(async () => {
  program = await buildKillableProgram()
  session = await startSession({ keyring: 'absent' })
})
afterAll(async () => {
  await session.close()
  await program.remove()
})

/** Two as the app saves, two as the command line does; none of them asks a Hub. */
const orders = [
  { verb: 'save', token: 'app-one' },
  { verb: 'save', token: 'app-two' },
  { verb: 'login', token: 'cli-one' },
  { verb: 'login', token: 'cli-two' },
] as const

test(
  'of 200 saves by app and command line at once none is lost',
  { timeout: 240_000 },
  async () => {
    const env = { ...session.env, HF_HUB_OFFLINE: '1' }
    const saved = await Promise.all(
      orders.map(async (order) => program.run({ ...order, killAt: 0 }, env)),
    )
    const names = saved.flatMap((list) => list ?? [])
    expect(names).toHaveLength(200)
    const { needs } = settingFor(session.env, program.host)
    await settleTokens({}, needs)
    const { providers } = await lookAtCredentials({ withoutSinks: true }, needs)
    expect(providers[0]!.accounts.map(({ name }) => name).sort()).toEqual([...names].sort())
    for (const account of names) {
      const found = await resolveToken({ provider: 'huggingface', account }, needs)
      expect(found?.secret.reveal()).toBe(`made-up-${account}`)
    }
  },
)
