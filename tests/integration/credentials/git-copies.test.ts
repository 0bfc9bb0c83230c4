import { execFileSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { switchSink } from '../../../electron/credentials/change-sink.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { rotateToken } from '../../../electron/credentials/rotate-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { verifyToken } from '../../../electron/credentials/verify-token.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import type { Secret } from '../../../electron/redaction/secret.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { madeUpToken, settingFor, type Setting } from './setting.ts'

const provider = 'huggingface'
const account = 'default'
const foreign = madeUpToken('f')

let hub: HubDouble
let home: Awaited<ReturnType<typeof temporaryFolder>>
let setting: Setting
let ours: Secret

beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(async () => hub.close())
beforeEach(async () => {
  home = await temporaryFolder()
  const { PATH } = process.env
  const own = { PATH, HOME: home.path, GIT_CONFIG_NOSYSTEM: '1' }
  setting = settingFor(
    { ...own, HUBKEY_KEYRING: 'off', HF_ENDPOINT: hub.url },
    createNodeHost('/nowhere'),
  )
})
afterEach(async () => {
  git(['credential-cache', 'exit'])
  await home.remove()
})

/** Git as the user's own terminal has it, but for the questions. */
function git(args: readonly string[], credential: Readonly<Record<string, string>> = {}): string {
  const { host } = new URL(hub.url)
  const about = { protocol: 'http', host, ...credential }
  const input = Object.entries(about).map(([key, value]) => `${key}=${value}\n`)
  try {
    return execFileSync('git', args, {
      env: { ...setting.env, GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '' },
      cwd: home.path,
      input: `${input.join('')}\n`,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

/** What git has for the Hub under a user name. */
function held(username: string): string | undefined {
  return /^password=(.*)$/m.exec(git(['credential', 'fill'], { username }))?.[1]
}

async function verified(label: string): Promise<Parameters<typeof saveToken>[0]> {
  const token = hub.addToken({ label, kind: 'read', owner: 'ada' })
  const secret = setting.redactor.guard(token)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  return { provider, account, secret, verification }
}

describe.each(['store', 'cache'])(
  'a copy that git’s %s has under the owner’s own name',
  (helper) => {
    beforeEach(async () => {
      git(['config', '--global', 'credential.helper', helper])
      const input = await verified(`first-${helper}-${Math.random()}`)
      ours = input.secret
      await saveToken(input, setting.needs)
      // Asked without a name it answers with the other one: `store` with the last, `cache` with the first.
      const copies = [
        { username: 'ada', password: ours.reveal() },
        { username: '__token__', password: foreign },
      ]
      if (helper === 'cache') copies.reverse()
      for (const copy of copies) git(['credential', 'approve'], copy)
      expect([held('ada'), held('__token__')]).toEqual([ours.reveal(), foreign])
    })
    afterEach(() => {
      expect([held('ada'), held('__token__')]).toEqual([undefined, foreign])
    })

    it('goes when the account is cleared', async () => {
      const { sinks, remaining } = await clearToken({ provider, account }, setting.needs)
      expect(sinks).toEqual([{ sink: 'git', error: null }])
      expect(remaining).toEqual([])
    })

    it('goes when the token is replaced, also by one that nobody could verify', async () => {
      const input = await verified(`second-${helper}-${Math.random()}`)
      const verification = { ...input.verification, state: 'unverified', identity: null } as const
      const rotation = { ...input, account, verification, revokeOld: false }
      const { sinks } = await rotateToken(rotation, setting.needs)
      expect(sinks).toEqual([{ sink: 'git', error: null }])
    })

    it('goes when the tool is kept in step no more', async () => {
      await switchSink({ provider, sink: 'git', on: false }, setting.needs)
    })
  },
)
