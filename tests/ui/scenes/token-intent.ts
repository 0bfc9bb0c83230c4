import { ngcOut, threeAccounts } from '../../fixtures/fake-accounts.ts'
import { draft, verified } from '../../fixtures/fake-bridge-world.ts'
import type { FakeBridge } from '../../fixtures/fake-bridge.ts'
import { scenesOf, type Scene } from './scene.ts'

const facts = { providers: [threeAccounts, ngcOut] }

/** The token window when it is opened for something else than the first token of Hugging Face. */
export const intentScenes = scenesOf('log-in', [
  {
    name: 'another-account',
    facts,
    replies: takes,
    act: async (page) => {
      await pasteAndVerify(page)
      await page.getByLabel('Name of this account').fill('old')
    },
  },
  { name: 'ngc', intent: 'ngc', facts },
])

function takes(bridge: FakeBridge): void {
  bridge.reply('draft.paste', draft).reply('draft.verify', { ...draft, verification: verified() })
}

async function pasteAndVerify(page: Parameters<NonNullable<Scene['act']>>[0]): Promise<void> {
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('article').waitFor()
}
