import { clipboard } from 'electron'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Link } from '../../shared/links.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { HubkeyApp } from '../app/create-app.ts'
import { viewDraft } from '../app/drafts.ts'
import { listCachedModels } from '../hub/list-cached-models.ts'
import { fitModel } from '../hub/fit/fit-model.ts'
import { searchModels } from '../hub/search/search-models.ts'
import { trustEndpoint } from '../hub/trust/endpoint-trust.ts'
import { cacheHandlers } from './handlers/cache.ts'
import { deviceHandlers } from './handlers/device.ts'
import { downloadHandlers } from './handlers/downloads.ts'
import { importHandlers } from './handlers/import.ts'
import { jobHandlers } from './handlers/jobs.ts'
import { keyringHandlers } from './handlers/keyring.ts'
import { presetHandlers } from './handlers/presets.ts'
import { runHandlers } from './handlers/runs.ts'
import { watchHandlers } from './handlers/watch.ts'
import { whereHandlers } from './handlers/where.ts'
import { pickEnvFile, pickEnvFolder, pickScript } from './pick-file.ts'
import type { Windows } from './windows.ts'

interface HandlerNeeds {
  readonly app: HubkeyApp
  readonly windows: Windows
  readonly openLink: (link: Link) => Promise<void>
  readonly changeSettings: Handlers['settings.update']
}

/** Channel → verb. No logic lives here; whatever decides something has a file of its own. */
export function createHandlers({ app, windows, openLink, changeSettings }: HandlerNeeds): Handlers {
  const { core, drafts, chats } = app
  return {
    'snapshot.get': () => app.state.get(),

    'draft.paste': async ({ provider, replaces }) =>
      viewDraft(app.enterToken(provider, await readClipboard(), replaces)),
    'draft.enter': ({ provider, text, replaces }) =>
      viewDraft(app.enterToken(provider, text, replaces)),
    'draft.verify': async ({ draft }) => viewDraft(await app.verifyDraft(draft)),
    'draft.save': async ({ draft, account }) => app.saveDraft(draft, account),
    'draft.rotate': async ({ draft, revokeOld }) => app.accounts.rotate(draft, revokeOld),
    'draft.discard': ({ draft }) => {
      drafts.discard(draft)
    },

    ...deviceHandlers(app),

    'token.verify': async ({ provider, account }) => app.verify(provider, account),
    'token.clear': async ({ provider, account }) => app.clear(provider, account),
    'account.use': async (account) => app.accounts.use(account),
    'account.rename': async (account) => app.accounts.rename(account),
    'account.tie': async (account) => app.accounts.tie(account),
    'provider.add': async (provider) => app.addProvider(provider),
    'provider.remove': async ({ provider }) => app.removeProvider(provider),
    'sink.switch': async (sink) => app.accounts.switchSink(sink),
    'sink.sync': async (sink) => app.accounts.syncSink(sink),
    ...importHandlers({ ...app, pickFile: pickEnvFile }),
    ...whereHandlers({ ...app, pickFolder: pickEnvFolder }),
    ...keyringHandlers(app),
    'endpoint.trust': async () => {
      await trustEndpoint({ endpoint: null }, core.credentials)
    },

    'model.cached': async () => listCachedModels({}, core.hub),
    'model.search': async (wish) => searchModels(wish, core.hub),
    'model.fit': async (wish) => fitModel(wish, core.hub),
    ...watchHandlers(app),
    ...cacheHandlers(app),

    ...downloadHandlers(app),
    ...presetHandlers(app),

    ...runHandlers(app),

    ...jobHandlers({ ...app, pickScript, copyText: async (text) => clipboard.writeText(text) }),

    'chat.ask': (question) => {
      chats.ask(question)
    },
    'chat.cancel': ({ ask }) => {
      chats.cancel(ask)
    },
    'chat.copy': async ({ text }) => clipboard.writeText(text),

    'settings.update': changeSettings,
    'link.open': openLink,
    'window.show': ({ view, logIn }) => {
      windows.show(view, logIn)
    },
    'window.close': () => {
      windows.closeLogIn()
    },
  }
}

/** Asynchronous from Electron 44 on; awaiting serves older ones as well. */
async function readClipboard(): Promise<string> {
  const text = await clipboard.readText()
  if (text.trim() === '') throw fail(errors.clipboardEmpty())
  return text
}
