import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { changeBook } from '../../../electron/credentials/account-book.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { rotateToken } from '../../../electron/credentials/rotate-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import type { Verification } from '../../../shared/domain/verification.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startPrompter } from '../../fixtures/keyring-prompter.ts'
import {
  buildKeyringWorker,
  freezeKeyring,
  lockKeyring,
  setActivation,
  unlockKeyring,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'
import { codeOr, leaveFile, madeUpToken, settingFor, textOf, type Setting } from './setting.ts'

const provider = 'huggingface'
const account = 'default'
const [old, young] = [madeUpToken('o'), madeUpToken('y')]
/** Every call settles within five seconds; the rest is for a test machine with two busy cores. */
const limitMs = 5000 + 1500
/** `status` is a look; it takes the silence of one probe, half of what is promised. */
const lookLimitMs = 3000

let worker: BuiltWorker
let session: DesktopSession
let setting: Setting

beforeAll(async () => {
  worker = await buildKeyringWorker()
})
afterAll(async () => worker.remove())
beforeEach(async () => {
  session = await startSession({ keyring: 'unlocked' })
  setting = settingFor(session.env, worker.host)
})
afterEach(async () => session.close())

const verification: Verification = {
  state: 'verified',
  identity: null,
  checkedAt: new Date().toISOString(),
  error: null,
}

/** What came of each verb, by its code; a verb that takes too long fails the test. */
async function everyVerb(): Promise<Record<string, unknown>> {
  const { needs, redactor } = setting
  const secret = redactor.guard(young)
  const named = { provider, account, secret, verification }
  const verbs: Record<string, () => Promise<unknown>> = {
    settle: async () => settleTokens({}, needs).then(({ dropped }) => dropped),
    look: async () => (await lookAtCredentials({ withoutSinks: true }, needs)).keyring.state,
    resolve: async () => (await resolveToken({ provider }, needs))?.source,
    save: async () => saveToken(named, needs),
    rotate: async () => rotateToken({ ...named, revokeOld: false }, needs),
    clear: async () => {
      const { cleared, remaining } = await clearToken({ provider, account }, needs)
      return [cleared, remaining.map(({ kind }) => kind)]
    },
    list: async () => needs.keyring.list(),
  }
  const outcomes: Record<string, unknown> = {}
  for (const [name, verb] of Object.entries(verbs)) {
    const start = performance.now()
    outcomes[name] = await codeOr(verb())
    const limit = name === 'look' ? lookLimitMs : limitMs
    expect(performance.now() - start, name).toBeLessThan(limit)
  }
  return outcomes
}

test.each(['locked', 'hung'] as const)(
  'while the keyring is %s every verb settles, says so, and changes nothing',
  async (state) => {
    const secret = setting.redactor.guard(old)
    await saveToken({ provider, account, secret, verification }, setting.needs)
    const book = await textOf(`${setting.needs.paths.config}/accounts.json`)
    let wake: () => unknown = async () => unlockKeyring(session)
    if (state === 'locked') await lockKeyring(session)
    else wake = await freezeKeyring(session)
    // Somebody sits at the screen and would answer.
    const prompter = await startPrompter(session, { types: 'test' })
    const code = `keyring-${state}`
    expect(await everyVerb()).toEqual({
      settle: [],
      look: state,
      ...{ resolve: code, save: code, rotate: code, list: code },
      // Never "cleared" while it may be there.
      clear: [[], ['keyring']],
    })
    expect(prompter.raised()).toBe(0)
    prompter.close()
    await wake()
    expect((await resolveToken({ provider }, setting.needs))?.secret.reveal()).toBe(old)
    expect(await textOf(setting.storePath)).toBeNull()
    expect(await textOf(`${setting.needs.paths.config}/accounts.json`)).toBe(book)
  },
)

test.each([
  ['there is no bus', async () => ({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' })],
  ['nothing on the bus keeps secrets', async (bare: DesktopSession) => withActivation(bare, null)],
  ['what should start cannot', async (bare: DesktopSession) => withActivation(bare, '/bin/false')],
])('when %s every verb settles, and the file does', async (_what, furnish) => {
  const bare = await startSession({ keyring: 'absent' })
  try {
    setting = settingFor({ ...bare.env, ...(await furnish(bare)) }, worker.host)
    expect(await everyVerb()).toMatchObject({
      settle: [],
      look: 'absent',
      resolve: undefined,
      save: { store: 'file' },
      rotate: 'same-token',
      clear: [['file'], []],
      list: [],
    })
  } finally {
    await bare.close()
  }
})

test('while its start hangs every verb settles and nothing goes into the file', async () => {
  const bare = await startSession({ keyring: 'absent' })
  try {
    setting = settingFor(await withActivation(bare, '/bin/sleep 20'), worker.host)
    const code = 'keyring-hung'
    expect(await everyVerb()).toMatchObject({
      ...{ look: 'hung', resolve: code, save: code, rotate: code, list: code },
      clear: [[], ['keyring']],
    })
    expect(await textOf(setting.storePath)).toBeNull()
  } finally {
    await bare.close()
  }
})

async function withActivation(
  bare: DesktopSession,
  program: string | null,
): Promise<Record<string, string>> {
  if (program !== null) await setActivation(bare, program)
  return bare.env
}

test('with no account active, a locked keyring is not stepped past', async () => {
  const { needs, hfTokenPath } = setting
  await changeBook(provider, (book) => ({ ...book, active: null }), needs)
  await leaveFile(hfTokenPath, madeUpToken('h'))
  await lockKeyring(session)
  expect(await codeOr(resolveToken({ provider }, needs))).toBe('keyring-locked')
  const [shown] = (await lookAtCredentials({ withoutSinks: true }, needs)).providers
  expect(shown?.source).toBeNull()
  await unlockKeyring(session)
  expect((await resolveToken({ provider }, needs))?.source).toBe('hf-token-file')
})
