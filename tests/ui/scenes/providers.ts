import { ngcOut, wandb } from '../../fixtures/fake-accounts.ts'
import { loggedIn } from '../../fixtures/fake-bridge-world.ts'
import { scenesOf } from './scene.ts'

/** The Tokens page with providers that the user added. */
export const providerScenes = scenesOf('tokens', [
  {
    name: 'providers-of-ones-own',
    facts: {
      providers: [
        loggedIn,
        ngcOut,
        wandb,
        {
          ...loggedIn,
          id: 'openai',
          label: 'OpenAI',
          custom: true,
          environment: ['OPENAI_API_KEY'],
          username: null,
          role: null,
          verified: false,
          verification: null,
        },
      ],
    },
  },
  {
    name: 'add-provider',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add a provider…' }).click()
      await page.getByRole('button', { name: 'OpenAI' }).click()
    },
  },
  {
    name: 'add-provider-odd',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add a provider…' }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('My lab')
      await page.getByLabel('Variables').fill('MY-LAB')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
    },
  },
  {
    name: 'remove-provider',
    facts: { providers: [loggedIn, wandb] },
    act: async (page) => {
      await page.getByRole('button', { name: 'More for Weights & Biases' }).click()
      await page.getByRole('menuitem').click()
    },
  },
])
