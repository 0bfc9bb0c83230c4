import { join } from 'node:path'
import { changeSettings, loadSettings } from '../../../electron/app/settings-file.ts'
import { changeBook, openBook } from '../../../electron/credentials/account-book.ts'
import {
  credentialFilePath,
  listFileTokens,
  saveFileToken,
} from '../../../electron/credentials/credential-file.ts'
import { beginJournal, readJournal } from '../../../electron/credentials/journal.ts'
import type { CredentialNeeds } from '../../../electron/credentials/needs.ts'
import { readSnoozed, snoozeNotice } from '../../../electron/credentials/snoozed.ts'
import { noteVerification, readVerifications } from '../../../electron/credentials/verifications.ts'
import { requireTrust, trustEndpoint } from '../../../electron/hub/trust/endpoint-trust.ts'
import { changeWatches, readWatches, type Watch } from '../../../electron/hub/watch/watch-file.ts'
import {
  addCustomProvider,
  readCustomProviders,
} from '../../../electron/providers/custom-providers.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { ada } from '../../fixtures/fake-bridge-world.ts'
import { codeOr, madeUpToken } from './setting.ts'

type Needs = Pick<
  CredentialNeeds,
  'env' | 'paths' | 'clock' | 'log' | 'customProviders' | 'redactor'
>

/** One of the files that Hubkey keeps about tokens, by its own verbs. */
export interface Store {
  readonly path: (needs: Needs) => string
  /** A cache: what cannot be written is logged, and what cannot be read is as good as nothing. */
  readonly isCache?: true
  /** Writes what `read` gives back. */
  write(word: string, needs: Needs): Promise<void>
  /** The last word; null when there is none. */
  read(needs: Needs): Promise<string | null>
}

const provider = 'huggingface'

/** The file that holds tokens, and those that decide which one is used, sent, finished or told of. */
export const stores: Readonly<Record<string, Store>> = {
  'credentials.json': {
    path: ({ paths }) => credentialFilePath(paths),
    write: async (word, needs) => {
      const secret = needs.redactor.guard(madeUpToken(word.charAt(0)))
      await saveFileToken({ name: `${provider}:default`, secret, because: 'keyring-off' }, needs)
    },
    read: async (needs) => {
      const [entry] = await listFileTokens(needs)
      const isOf = (word: string): boolean => entry?.secret.reveal() === madeUpToken(word.charAt(0))
      return ['second', 'first'].find(isOf) ?? null
    },
  },
  'accounts.json': {
    path: ({ paths }) => join(paths.config, 'accounts.json'),
    write: async (word, needs) =>
      changeBook(provider, (book) => ({ ...book, active: word }), needs),
    read: async (needs) => {
      const { active } = (await openBook(needs))(provider)
      return active === 'default' ? null : active
    },
  },
  'credentials-journal.json': {
    path: ({ paths }) => join(paths.state, 'credentials-journal.json'),
    write: async (word, needs) =>
      beginJournal({ provider, account: word, verb: 'rotate', revoke: false }, needs),
    read: async (needs) => (await readJournal(needs))?.account ?? null,
  },
  'snoozed.json': {
    path: ({ paths }) => join(paths.config, 'snoozed.json'),
    write: async (word, needs) => snoozeNotice({ notice: word, days: 1 }, needs),
    read: async (needs) => {
      const isSnoozed = await readSnoozed(needs)
      return ['second', 'first'].find(isSnoozed) ?? null
    },
  },
  'settings.json': {
    path: ({ paths }) => join(paths.config, 'settings.json'),
    write: async (word, needs) => {
      await changeSettings({ oauthClientId: word }, needs)
    },
    read: async (needs) => (await loadSettings(needs)).oauthClientId,
  },
  'providers.json': {
    path: ({ paths }) => join(paths.config, 'providers.json'),
    write: async (word, needs) => {
      const variable = `${word.toUpperCase()}_KEY`
      const provider = { label: word, environment: [variable], checkUrl: null }
      await addCustomProvider(provider, needs)
    },
    read: async (needs) => (await readCustomProviders(needs)).at(-1)?.id ?? null,
  },
  'verifications.json': {
    path: ({ paths }) => join(paths.config, 'verifications.json'),
    isCache: true,
    write: async (word, needs) => {
      const key = { provider, fingerprint: 'f'.repeat(16) }
      const identity = { ...ada, username: word }
      const checkedAt = needs.clock.now().toISOString()
      const answer = { state: 'verified', identity, checkedAt, error: null } as const
      await noteVerification(key, answer, needs)
    },
    read: async (needs) => {
      const known = (await readVerifications(needs))({ provider, fingerprint: 'f'.repeat(16) })
      return known?.identity?.username ?? null
    },
  },
  'trusted-endpoints.json': {
    path: ({ paths }) => join(paths.config, 'trusted-endpoints.json'),
    write: async (word, needs) => {
      await trustEndpoint({ endpoint: `https://${word}.example` }, needs)
    },
    read: async ({ paths }) => {
      for (const word of ['second', 'first']) {
        const env = { HF_ENDPOINT: `https://${word}.example` }
        const refusal = await codeOr(requireTrust({ env, paths }))
        if (refusal === undefined) return word
        if (refusal !== 'endpoint-not-trusted') throw fail(errors.storeUnreadable('', null))
      }
      return null
    },
  },
  'watch-list.json': {
    path: ({ paths }) => join(paths.config, 'watch-list.json'),
    write: async (word, needs) => changeWatches(() => [waitingFor(`lab/${word}`)], needs),
    read: async (needs) => (await readWatches(needs))[0]?.repo.replace('lab/', '') ?? null,
  },
}

const now = '2026-11-23T10:00:00.000Z'

function waitingFor(repo: string): Watch {
  const asked = { endpoint: 'https://huggingface.co', type: 'model', revision: 'main' } as const
  const answers = { verdict: 'awaiting-author', since: now, checkedAt: now, nextAt: now } as const
  return {
    ...asked,
    repo,
    account: null,
    ...answers,
    attempts: 0,
    heldUntil: null,
    told: false,
    muted: false,
  }
}
