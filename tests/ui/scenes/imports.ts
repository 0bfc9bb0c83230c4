import { loggedIn } from '../../fixtures/fake-bridge-world.ts'
import { ngcOut } from '../../fixtures/fake-accounts.ts'
import { everythingFound } from '../../fixtures/fake-foreign.ts'
import { scenesOf } from './scene.ts'

/** What other tools hold, on the Tokens page. */
export const importScenes = scenesOf('tokens', [
  {
    name: 'found-on-this-machine',
    facts: { providers: [loggedIn, ngcOut] },
    replies: (bridge) => bridge.reply('import.list', everythingFound),
    act: async (page) => {
      await page.getByRole('button', { name: 'Look for them' }).click()
      await page.getByText('may read this file').scrollIntoViewIfNeeded()
    },
  },
])
