import { expect, test } from 'vitest'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { takeIntoKeyring } from '../../../electron/credentials/take-into-keyring.ts'
import { begin, env, leftovers, program, provider, report, setting, wide } from './killed-kit.ts'
import { leaveFile, madeUpToken, storeWith, textOf } from './setting.ts'

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
