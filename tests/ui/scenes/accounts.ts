import { errors, fail } from '../../../shared/errors.ts'
import {
  account,
  loggedIn,
  loggedOut,
  minutesAgo,
  sources,
  unlocked,
} from '../../fixtures/fake-bridge-world.ts'
import { ngcIn, ngcOut, threeAccounts } from '../../fixtures/fake-accounts.ts'
import { scenesOf, type Scene } from './scene.ts'

/** The Tokens page with several accounts, providers, sinks and notices. */
export const accountScenes = scenesOf('tokens', [
  { name: 'accounts', facts: { providers: [threeAccounts, ngcOut] } },
  {
    name: 'accounts-menu',
    facts: { providers: [threeAccounts] },
    act: async (page) => {
      await page.getByRole('button', { name: 'More for lab-write' }).click()
    },
  },
  {
    name: 'accounts-switch-failed',
    facts: { providers: [threeAccounts] },
    replies: (bridge) => bridge.reply('account.use', () => fail(errors.keyringHung())),
    act: async (page) => {
      await page.getByRole('button', { name: 'Use lab-write' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'twenty-accounts-with-long-names',
    facts: {
      providers: [
        {
          ...threeAccounts,
          accounts: Array.from({ length: 20 }, (_, index) =>
            account(`${index}-${'long-name-'.repeat(6)}`.slice(0, 64), {
              active: index === 0,
              scope: {
                organisations: index % 5 === 1 ? ['an-organisation-of-some-length'] : [],
                models: index % 5 === 1 ? ['a/b', 'c/d', 'e/f', 'g/h'] : [],
              },
            }),
          ),
        },
      ],
    },
  },
  {
    name: 'environment-over-accounts',
    facts: {
      providers: [
        {
          ...threeAccounts,
          source: 'environment',
          account: null,
          fingerprint: 'e0e0e0',
          sources: sources({
            environment: { present: true, fingerprint: 'e0e0e0' },
            keyring: { present: true, fingerprint: 'k7f3q9', shadowed: true },
          }),
        },
      ],
    },
  },
  {
    name: 'accounts-while-locked',
    facts: {
      keyring: {
        ...unlocked,
        state: 'locked',
        sentence: 'The keyring is locked. Unlock it to read or save tokens; nothing is lost.',
        store: { kind: 'none' },
      },
      providers: [
        {
          ...loggedOut,
          sources: sources({ keyring: { present: null, problem: 'The keyring is locked.' } }),
          accounts: threeAccounts.accounts.map((one) => ({ ...one, store: null })),
        },
      ],
    },
  },
  { name: 'ngc', facts: { providers: [loggedOut, ngcIn] } },
  {
    name: 'rename',
    facts: { providers: [threeAccounts] },
    act: async (page) => {
      await choose(page, 'More for lab-write', 'Rename…')
      await page.getByRole('textbox', { name: 'Name' }).fill('old')
    },
  },
  {
    name: 'tie',
    facts: { providers: [threeAccounts] },
    act: async (page) => {
      await choose(page, 'More for lab-write', 'Use by itself for…')
      await page.getByLabel('Models').fill('google/gemma-3-4b-it\nnot a model')
    },
  },
  {
    name: 'oauth-account',
    facts: {
      providers: [
        {
          ...loggedIn,
          accounts: [account('default', { active: true, kind: 'oauth', addedAt: minutesAgo(200) })],
        },
      ],
    },
  },
])

async function choose(
  page: Parameters<NonNullable<Scene['act']>>[0],
  menu: string,
  item: string,
): Promise<void> {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
