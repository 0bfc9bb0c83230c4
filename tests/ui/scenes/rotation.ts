import type { DraftView } from '../../../shared/domain/draft.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { FakeBridge } from '../../fixtures/fake-bridge.ts'
import { rotation, threeAccounts } from '../../fixtures/fake-accounts.ts'
import { ada, draft, readyRun, verified } from '../../fixtures/fake-bridge-world.ts'
import { scenesOf, type Scene } from './scene.ts'

/** The token window when it replaces a token. */
export const rotationScenes = scenesOf('log-in', [
  {
    name: 'replace',
    intent: 'huggingface/laptop',
    facts: { providers: [threeAccounts] },
    replies: replaces({ lostRights: ['job.write', 'repo.write'] }),
    act: pasteAndVerify,
  },
  {
    name: 'replace-by-another-user',
    intent: 'huggingface/laptop',
    facts: { providers: [threeAccounts] },
    replies: replaces({ verification: verified({ ...ada, username: 'bob', fullName: 'Bob' }) }),
    act: async (page) => {
      await pasteAndVerify(page)
      await page.getByRole('checkbox').check()
    },
  },
  {
    name: 'replace-failed',
    intent: 'huggingface/laptop',
    facts: { providers: [threeAccounts] },
    replies: (bridge) => {
      replaces()(bridge)
      bridge.reply('draft.rotate', fail(errors.keyringHung()))
    },
    act: async (page) => {
      await pasteAndVerify(page)
      await page.getByRole('button', { name: 'Replace' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'replaced',
    intent: 'huggingface/laptop',
    facts: {
      providers: [threeAccounts],
      runs: [
        {
          ...readyRun,
          holdsOldToken: true,
          holds: [{ provider: 'huggingface', account: 'laptop', fingerprint: 'old' }],
        },
      ],
    },
    replies: (bridge) => {
      replaces()(bridge)
      bridge.reply('draft.rotate', rotation)
    },
    act: replace,
  },
  {
    name: 'replaced-and-revoked',
    intent: 'huggingface/laptop',
    facts: { providers: [threeAccounts] },
    replies: (bridge) => {
      replaces()(bridge)
      bridge.reply('draft.rotate', {
        ...rotation,
        sinks: [{ sink: 'hf', error: null }],
        lostRights: [],
        oldToken: 'proven',
      })
    },
    act: replace,
  },
])

function replaces(facts: Partial<DraftView> = {}): (bridge: FakeBridge) => void {
  const replacing = { ...draft, replaces: 'laptop' }
  return (bridge) => {
    bridge
      .reply('draft.paste', replacing)
      .reply('draft.verify', { ...replacing, verification: verified(), ...facts })
  }
}

async function pasteAndVerify(page: Parameters<NonNullable<Scene['act']>>[0]): Promise<void> {
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('article').waitFor()
}

async function replace(page: Parameters<NonNullable<Scene['act']>>[0]): Promise<void> {
  await pasteAndVerify(page)
  await page.getByRole('button', { name: 'Replace' }).click()
  await page.getByRole('heading', { name: 'Replaced' }).waitFor()
}
