import { errors } from '../../../shared/errors.ts'
import { foreignCopy, ngcIn, ownCopy, sink, threeAccounts } from '../../fixtures/fake-accounts.ts'
import { sources } from '../../fixtures/fake-bridge-world.ts'
import { scenesOf, type Scene } from './scene.ts'

/** The Tokens page with places of other tools that are, or are not, in step. */
export const sinkScenes = scenesOf('tokens', [
  {
    name: 'sinks-in-every-state',
    facts: {
      providers: [
        {
          ...threeAccounts,
          sinks: [
            sink('hf', {
              state: 'stale',
              copies: [{ ...ownCopy, fingerprint: 'older1', mode: '0644' }],
              reason: 'It was changed by another program yesterday.',
            }),
            sink('git', {
              state: 'failed',
              reason: 'git is not installed, or not where Hubkey looks.',
            }),
            sink('docker', { on: false, state: 'foreign', copies: [foreignCopy] }),
          ],
        },
        { ...ngcIn, sinks: [sink('docker', { way: 'helper' })] },
      ],
    },
    act: async (page) => {
      await page.getByRole('switch', { name: 'Keep hf CLI in step' }).scrollIntoViewIfNeeded()
      await page.getByRole('heading', { name: 'Kept in step' }).first().evaluate(toTop)
    },
  },
  {
    name: 'sink-off-question',
    facts: { providers: [threeAccounts] },
    act: async (page) => {
      await page.getByRole('switch', { name: 'Keep hf CLI in step' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'sink-replace-question',
    facts: { providers: [threeAccounts] },
    act: async (page) => {
      await page.getByRole('button', { name: 'Use mine instead… (git)' }).click()
    },
  },
  {
    name: 'clear-with-sinks',
    facts: {
      providers: [
        {
          ...threeAccounts,
          sources: sources({
            environment: { present: true, fingerprint: 'k7f3q9', shadowed: true },
            keyring: { present: true, fingerprint: 'k7f3q9' },
          }),
        },
      ],
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Clear…' }).click()
    },
  },
  {
    name: 'remove-account-report',
    facts: { providers: [threeAccounts] },
    replies: (bridge) =>
      bridge.reply('token.clear', {
        cleared: ['keyring'],
        remaining: [],
        sinks: [
          { sink: 'hf', error: null },
          { sink: 'git', error: errors.storeWriteFailed('/home/ada/.git-credentials', 'EACCES') },
        ],
      }),
    act: async (page) => {
      await choose(page, 'More for lab-write', 'Remove…')
      await page.getByRole('button', { name: 'Remove account' }).click()
      await page.getByText('What was cleared').waitFor()
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

function toTop(element: Element): void {
  element.scrollIntoView()
}
