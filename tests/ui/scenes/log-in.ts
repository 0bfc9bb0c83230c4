import type { DraftView } from '../../../shared/domain/draft.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { FakeBridge } from '../../fixtures/fake-bridge.ts'
import {
  ada,
  draft,
  inDays,
  loggedIn,
  loggedOut,
  sources,
  unlocked,
  verified,
} from '../../fixtures/fake-bridge-world.ts'
import { scenesOf, type Scene } from './scene.ts'

type Verification = NonNullable<DraftView['verification']>

/** Everything the token window can say. */
export const logInScenes = scenesOf('log-in', [
  { name: 'empty', facts: { providers: [loggedOut] } },
  { name: 'pasted', replies: takes(), act: pastes },
  {
    name: 'odd-shape',
    replies: takes(null, { looksRight: false, length: 64 }),
    act: pastes,
  },
  {
    name: 'verifying',
    replies: (bridge) =>
      bridge
        .reply('draft.paste', draft)
        .reply('draft.verify', () => new Promise<DraftView>(() => undefined)),
    act: async (page) => {
      await pasteAndVerify(page)
      await page.getByText('Asking Hugging Face').waitFor()
    },
  },
  { name: 'verified', replies: takes(verified()), act: pasteAndVerify },
  {
    name: 'verified-with-much-to-say',
    facts: {
      providers: [
        { ...loggedIn, sources: sources({ environment: { present: true, fingerprint: 'z9' } }) },
      ],
    },
    replies: takes(
      verified({
        ...ada,
        fullName: 'Augusta Ada King, Countess of Lovelace',
        rights: ['repo.content.read', 'inference.serverless.write', 'user.webhooks.read'],
        organisations: [
          { name: 'The Lab', role: 'contributor', restrictions: [] },
          { name: 'Analytical Engines', role: 'admin', restrictions: ['mfa', 'token-policy'] },
        ],
        expiresAt: inDays(19),
      }),
    ),
    act: pasteAndVerify,
  },
  {
    name: 'rejected',
    replies: takes({
      state: 'rejected',
      identity: null,
      checkedAt: null,
      error: errors.tokenRejected('Hugging Face'),
    }),
    act: pasteAndVerify,
  },
  {
    name: 'offline',
    replies: takes({
      state: 'unverified',
      identity: null,
      checkedAt: null,
      error: errors.hubUnreachable('huggingface.co'),
    }),
    act: pasteAndVerify,
  },
  {
    name: 'clipboard-empty',
    replies: (bridge) => bridge.reply('draft.paste', fail(errors.clipboardEmpty())),
    act: pastes,
  },
  {
    name: 'to-a-file',
    facts: {
      keyring: {
        ...unlocked,
        state: 'absent',
        sentence: 'No keyring is running.',
        store: { kind: 'file', path: '/home/ada/.config/hubkey/credentials.json' },
      },
    },
    replies: takes(verified()),
    act: pasteAndVerify,
  },
  {
    name: 'keyring-locked',
    facts: {
      keyring: {
        ...unlocked,
        state: 'locked',
        sentence: 'The keyring is locked. Unlock it to read or save tokens; nothing is lost.',
        store: { kind: 'none' },
      },
    },
    replies: takes(verified()),
    act: pasteAndVerify,
  },
  {
    name: 'save-failed',
    replies: (bridge) => {
      takes(verified())(bridge)
      bridge.reply('draft.save', fail(errors.keyringHung()))
    },
    act: async (page) => {
      await pasteAndVerify(page)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('does not answer').waitFor()
    },
  },
  {
    name: 'saved',
    replies: (bridge) => {
      takes(verified())(bridge)
      bridge.reply('draft.save', { account: 'default' })
    },
    act: async (page) => {
      await pasteAndVerify(page)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Logged in as').waitFor()
    },
  },
])

/** Main takes in what is on the clipboard and the provider answers this. */
function takes(verification: Verification | null = null, facts: Partial<DraftView> = {}) {
  return (bridge: FakeBridge): FakeBridge =>
    bridge
      .reply('draft.paste', { ...draft, ...facts })
      .reply('draft.verify', { ...draft, ...facts, verification })
}

async function pastes(page: Parameters<NonNullable<Scene['act']>>[0]): Promise<void> {
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Paste' }).and(page.locator('[aria-busy=false]')).waitFor()
}

async function pasteAndVerify(page: Parameters<NonNullable<Scene['act']>>[0]): Promise<void> {
  await pastes(page)
  await page.getByRole('button', { name: 'Verify' }).click()
}
