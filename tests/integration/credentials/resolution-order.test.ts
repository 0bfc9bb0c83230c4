import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { sourceKinds, type SourceKind } from '../../../shared/domain/provider.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  buildKeyringWorker,
  keyringOf,
  lockKeyring,
  unlockKeyring,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { codeOr, leaveFile, madeUpToken, settingFor, storeWith } from './setting.ts'

/** What lies where. Letters are tokens; the same letter twice is the same token. */
interface World {
  readonly hfToken: 'e' | '' | undefined
  readonly legacy: 'l' | 'e' | '' | undefined
  readonly keyring: 'k' | 'e' | null
  readonly keyringState: 'unlocked' | 'locked' | 'off'
  readonly file: 'f' | 'k' | 'broken' | null
  readonly hfFile: 'h' | 'k' | 'blank' | null
}

const worlds: fc.Arbitrary<World> = fc.record({
  hfToken: fc.constantFrom('e' as const, '' as const, undefined, undefined),
  legacy: fc.constantFrom('l' as const, 'e' as const, '' as const, undefined, undefined),
  keyring: fc.constantFrom('k' as const, 'e' as const, null),
  keyringState: fc.constantFrom('unlocked' as const, 'unlocked' as const, 'locked', 'off'),
  file: fc.constantFrom('f' as const, 'k' as const, 'broken' as const, null),
  hfFile: fc.constantFrom('h' as const, 'k' as const, 'blank' as const, null),
})

/** The rule in its plainest form: the first hit wins, and what cannot be read stops the search. */
function expected(world: World): readonly [letter: string, kind: SourceKind] | string | null {
  if (world.hfToken) return [world.hfToken, 'environment']
  if (world.legacy) return [world.legacy, 'environment']
  if (world.keyringState === 'locked') return 'keyring-locked'
  if (world.keyringState === 'unlocked' && world.keyring) return [world.keyring, 'keyring']
  if (world.file === 'broken') return 'store-unreadable'
  if (world.file) return [world.file, 'file']
  return world.hfFile && world.hfFile !== 'blank' ? [world.hfFile, 'hf-token-file'] : null
}

let worker: BuiltWorker
let session: DesktopSession

beforeAll(async () => {
  worker = await buildKeyringWorker()
  session = await startSession({ keyring: 'unlocked' })
})
afterAll(async () => {
  await session.close()
  await worker.remove()
})

async function makeWorld(world: World): Promise<ReturnType<typeof settingFor>> {
  const keyring = keyringOf(session.env, worker.host)
  const name = 'huggingface:default'
  if (world.keyring === null) await keyring.delete(name)
  else await keyring.set(name, new Redactor().guard(madeUpToken(world.keyring)))
  const made = settingFor(
    {
      ...session.env,
      HF_TOKEN: world.hfToken && madeUpToken(world.hfToken),
      HUGGING_FACE_HUB_TOKEN: world.legacy && madeUpToken(world.legacy),
      ...(world.keyringState === 'off' ? { HUBKEY_KEYRING: 'off' } : {}),
    },
    worker.host,
  )
  await rm(made.storePath, { force: true })
  await rm(made.hfTokenPath, { force: true })
  if (world.file === 'broken') await leaveFile(made.storePath, '{"version":1,"tok')
  else if (world.file) await leaveFile(made.storePath, storeWith(madeUpToken(world.file)))
  if (world.hfFile === 'blank') await leaveFile(made.hfTokenPath, ' \r\n')
  else if (world.hfFile) await leaveFile(made.hfTokenPath, `${madeUpToken(world.hfFile)}\n`)
  if (world.keyringState === 'locked') await lockKeyring(session)
  return made
}

test('the first hit wins, in every mixture of places', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { needs } = await makeWorld(world)
      try {
        const found = await codeOr(resolveToken({ provider: 'huggingface' }, needs))
        const view = await lookAtCredentials({}, needs)
        const shown = view.providers[0]!
        const want = expected(world)
        if (found === null || typeof found === 'string') {
          expect(found).toBe(want)
          expect(shown.source).toBeNull()
        } else {
          expect([found.secret.reveal(), found.source]).toEqual([madeUpToken(want![0]), want![1]])
          expect([shown.source, shown.fingerprint]).toEqual([found.source, found.fingerprint])
        }
        expect(shown.sources.map(({ kind }) => kind)).toEqual([...sourceKinds])
        // Every token but the winner is shown as shadowed, and nothing unreadable as absent.
        for (const source of shown.sources) {
          const wins = source.kind === shown.source
          const hidden = source.present === true && shown.source !== null && !wins
          expect(source.shadowed, source.kind).toBe(hidden)
          expect(source.fingerprint === null, source.kind).toBe(source.present !== true)
          if (source.present === null) expect(source.problem).toBeTruthy()
        }
        expect(JSON.stringify(view)).not.toMatch(/hf_[a-z]{34}/)
      } finally {
        if (world.keyringState === 'locked') await unlockKeyring(session)
      }
    }),
    { numRuns: 60 },
  )
})
