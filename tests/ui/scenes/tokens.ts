import { errors, fail } from '../../../shared/errors.ts'
import { notice, threeAccounts } from '../../fixtures/fake-accounts.ts'
import {
  ada,
  inDays,
  loggedIn,
  loggedOut,
  minutesAgo,
  sources,
  unlocked,
  verified,
} from '../../fixtures/fake-bridge-world.ts'
import { scenesOf } from './scene.ts'

const file = '/home/ada/.config/hubkey/credentials.json'

/** Everything the Tokens page can say. */
export const tokenScenes = scenesOf('tokens', [
  { name: 'logged-in' },
  { name: 'logged-out', facts: { providers: [loggedOut] } },
  { name: 'first-look', facts: { providers: [], keyring: null } },
  {
    name: 'environment-wins',
    facts: {
      providers: [
        {
          ...loggedIn,
          source: 'environment',
          account: null,
          verified: false,
          fingerprint: 'z9',
          verification: {
            state: 'rejected',
            identity: null,
            checkedAt: minutesAgo(1500),
            error: errors.tokenQuarantined('Hugging Face', 'huggingface', {
              label: 'Check again',
              does: { kind: 'verify', provider: 'huggingface' },
            }),
          },
          username: null,
          sources: sources({
            environment: { present: true, fingerprint: 'z9' },
            keyring: { present: true, fingerprint: 'k7f3q9', shadowed: true },
            'hf-token-file': {
              present: true,
              fingerprint: 'z9',
              shadowed: true,
              mode: '0644',
            },
          }),
        },
      ],
    },
  },
  {
    name: 'everything-at-once',
    facts: {
      providers: [
        {
          ...loggedIn,
          verification: verified({
            ...ada,
            fullName: 'Augusta Ada King, Countess of Lovelace',
            rights: ['repo.content.read', 'inference.serverless.write', 'brand.new.right'],
            organisations: [
              { name: 'The Lab', role: 'contributor', restrictions: [] },
              { name: 'Analytical Engines', role: 'admin', restrictions: ['mfa', 'ip'] },
            ],
            expiresAt: inDays(19),
          }),
          sources: sources({
            keyring: { present: true, fingerprint: 'k7f3q9' },
            file: { present: null, shadowed: true, problem: 'The file is not readable (EACCES).' },
            'hf-token-file': { present: true, fingerprint: 'k7f3q9', shadowed: true, mode: '0600' },
          }),
        },
        {
          ...loggedIn,
          id: 'ngc',
          label: 'NVIDIA NGC',
          username: 'acme',
          verification: verified({
            ...ada,
            username: 'acme',
            fullName: null,
            role: 'personal',
            tokenName: null,
            readsGated: null,
            organisations: [],
            expiresAt: inDays(19),
          }),
        },
      ],
    },
  },
  {
    name: 'offline',
    facts: {
      providers: [
        {
          ...loggedIn,
          verified: false,
          verification: {
            state: 'unverified',
            identity: ada,
            checkedAt: minutesAgo(3000),
            error: errors.hubUnreachable('huggingface.co'),
          },
        },
      ],
    },
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
      providers: [
        {
          ...loggedOut,
          sources: sources({ keyring: { present: null, problem: 'The keyring is locked.' } }),
        },
      ],
    },
  },
  {
    name: 'keyring-hung',
    facts: {
      keyring: {
        ...unlocked,
        state: 'hung',
        sentence: 'The keyring does not answer, so tokens can be neither read nor saved for now.',
        store: { kind: 'none' },
      },
      providers: [
        {
          ...loggedOut,
          sources: sources({ keyring: { present: null, problem: 'The keyring did not answer.' } }),
        },
      ],
    },
  },
  {
    name: 'keyring-absent',
    facts: {
      keyring: {
        ...unlocked,
        state: 'absent',
        sentence: `No keyring is running, so tokens are kept in ${file}, which only you can read.`,
        store: { kind: 'file', path: file },
      },
      providers: [loggedOut],
    },
  },
  {
    name: 'keyring-required-but-absent',
    facts: {
      keyring: {
        state: 'absent',
        policy: 'required',
        sentence: 'No keyring is running, and HUBKEY_KEYRING=required forbids the file.',
        store: { kind: 'none' },
      },
      providers: [loggedOut],
    },
  },
  {
    name: 'keyring-off',
    facts: {
      keyring: {
        state: 'off',
        policy: 'off',
        sentence: `HUBKEY_KEYRING=off, so tokens are kept in ${file}, which only you can read.`,
        store: { kind: 'file', path: file },
      },
      providers: [
        {
          ...loggedIn,
          source: 'file',
          sources: sources({ file: { present: true, fingerprint: 'k7f3q9', mode: '0600' } }),
        },
      ],
    },
  },
  {
    name: 'clear-question',
    facts: { providers: [everywhere()] },
    act: async (page) => {
      await page.getByRole('button', { name: 'Clear…' }).click()
    },
  },
  {
    name: 'clear-report',
    facts: { providers: [everywhere()] },
    replies: (bridge) =>
      bridge.reply('token.clear', {
        cleared: ['keyring', 'hf-token-file'],
        remaining: [
          { kind: 'environment', reason: 'Only whoever set it can take it away.' },
          { kind: 'file', reason: 'The file could not be written.' },
        ],
        sinks: [],
      }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Clear…' }).click()
      await page.getByRole('button', { name: 'Clear token' }).click()
      await page.getByText('What was cleared').waitFor()
    },
  },
  {
    name: 'notices',
    facts: {
      providers: [threeAccounts],
      notices: [
        notice('a', {
          kind: 'expires-soon',
          severity: 'warning',
          sentence: 'The Hugging Face token of “laptop” expires in 5 days.',
        }),
        notice('b', {
          kind: 'readable-by-others',
          severity: 'warning',
          sentence:
            'Others on this machine may read /home/ada/.cache/huggingface/token, which holds a token (mode 0644).',
          action: { label: 'Make it yours alone', does: { kind: 'tighten-file', notice: 'b' } },
        }),
        notice('c', {
          kind: 'in-file',
          sentence: '2 tokens lie in the credentials file, though your keyring is open.',
          action: { label: 'Move them into the keyring', does: { kind: 'take-into-keyring' } },
        }),
        notice('d'),
      ],
    },
  },
  {
    name: 'verify-failed',
    replies: (bridge) =>
      bridge.reply('token.verify', () => fail(errors.hubRateLimited('huggingface.co', 40))),
    act: async (page) => {
      await page.getByRole('button', { name: 'Verify again' }).click()
      await page.getByText('asks to wait 40 seconds').waitFor()
    },
  },
])

function everywhere(): typeof loggedIn {
  return {
    ...loggedIn,
    sources: sources({
      environment: { present: true, fingerprint: 'k7f3q9' },
      keyring: { present: true, fingerprint: 'k7f3q9', shadowed: true },
      file: { present: null, shadowed: true, problem: 'The file is not readable (EACCES).' },
      'hf-token-file': { present: true, fingerprint: 'x2', shadowed: true, mode: '0600' },
    }),
  }
}
