import type { PreflightCheck } from '../../shared/domain/preflight.ts'
import type { CustomProvider, ProviderId } from '../../shared/domain/provider.ts'
import type { JobSummary } from '../../shared/domain/job-view.ts'
import type { LaunchRequest } from '../../shared/domain/run.ts'
import type { WatchView } from '../../shared/domain/watch.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { ClearReport } from '../../shared/domain/clear-report.ts'
import { clearToken } from '../credentials/clear-token.ts'
import { lookAtCredentials } from '../credentials/look-at-credentials.ts'
import { lookForNotices } from '../credentials/look-for-notices.ts'
import { normaliseToken } from '../credentials/normalise.ts'
import { removeProvider } from '../credentials/remove-provider.ts'
import { saveToken } from '../credentials/save-token.ts'
import { settleTokens } from '../credentials/settle-tokens.ts'
import { verifyStored, verifyToken } from '../credentials/verify-token.ts'
import { trustEndpoint } from '../hub/trust/endpoint-trust.ts'
import { Sampler } from '../launcher/figures/sampler.ts'
import { createLauncher, type Launcher } from '../launcher/launcher.ts'
import type { PrepareHooks } from '../launcher/needs.ts'
import { addCustomProvider } from '../providers/custom-providers.ts'
import { issuerOf } from '../providers/issuers.ts'
import { createAccounts, type Accounts } from './accounts.ts'
import { createCacheVerbs, type CacheVerbs } from './cache-verbs.ts'
import { Chats } from './chats.ts'
import type { Core } from './core.ts'
import { DeviceLogins } from './device-logins.ts'
import { Downloads } from './downloads.ts'
import { Drafts, type Draft } from './drafts.ts'
import { hostedHeaders } from './hosted-headers.ts'
import { createEnvPlaces, type EnvPlaces } from './env-places.ts'
import { createImports, type Imports } from './imports.ts'
import { createJobDesk, type JobDesk } from './job-desk.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createKeyringVerbs, type KeyringVerbs } from './keyring-verbs.ts'
import { launchSecrets } from './launch-secrets.ts'
import { markInTime } from './mark-in-time.ts'
import { createNoticeVerbs, type NoticeVerbs } from './notice-verbs.ts'
import { preflight } from './preflight/preflight.ts'
import { createPresets, type Presets } from './presets.ts'
import { prepareModel } from './prepare-model.ts'
import { tellOfRejections, type Rejection } from './rejection-news.ts'
import { reportUnexpected } from './report.ts'
import { createState, type State } from './state.ts'
import { verifyLater } from './verify-later.ts'
import { watchAccounts } from './watch-accounts.ts'
import { createWatching, type Watching } from './watching.ts'
import { createWhereDesk, type WhereDesk } from './where-desk.ts'

export interface AppOptions {
  readonly version: string
  readonly settings: Settings
  readonly owner: 'app' | 'cli'
  /** True in the process that stays with a server after the one that asked for it has ended. */
  readonly detached?: boolean
  /** Told what is to be known about a model that is being launched. */
  readonly onNotice?: (sentence: string) => void
  /** Told once of each repository that the user waited for and that has opened, or never will. */
  readonly onWatchNews?: (watch: WatchView) => void
  /** Told once of each token that was seen to be rejected. */
  readonly onRejection?: (rejection: Rejection) => void
  /** Told once of each job that was seen to run and has ended. */
  readonly onJobEnd?: (job: JobSummary) => void
  readonly onJobMetrics?: (sample: EventPayload<'job-metrics'>) => void
  readonly onJobLog?: (piece: EventPayload<'job-log'>) => void
  readonly onChatPiece: (piece: EventPayload<'chat'>) => void
  /** Told how each live server is doing; left out, nobody looks. */
  readonly onFigures?: (figures: EventPayload<'figures'>) => void
}

/** The running application: state, and everything that has a lifetime. Free of Electron. */
export interface HubkeyApp {
  readonly core: Core
  readonly state: State
  readonly drafts: Drafts
  readonly devices: DeviceLogins
  readonly accounts: Accounts
  readonly envPlaces: EnvPlaces
  readonly imports: Imports
  readonly whereDesk: WhereDesk
  readonly keyring: KeyringVerbs
  readonly notices: NoticeVerbs
  readonly downloads: Downloads
  readonly cache: CacheVerbs
  readonly jobs: Jobs
  readonly jobDesk: JobDesk
  readonly chats: Chats
  readonly launcher: Launcher
  readonly sampler: Sampler
  readonly watching: Watching
  readonly presets: Presets
  readonly report: (where: string, cause: unknown) => string
  /** Looks at every source again and shows what it found. */
  look(): Promise<void>
  /** Takes in a token; `replaces` names the account whose token it is to replace. */
  enterToken(provider: ProviderId, text: string, replaces?: string): Draft
  verifyDraft(id: string): Promise<Draft>
  /** Stores it under this name, or under the default one. */
  saveDraft(id: string, account?: string): Promise<{ readonly account: string }>
  /** Asks about the named account's token, or about the one in force. */
  verify(provider: ProviderId, account?: string): Promise<void>
  clear(provider: ProviderId, account?: string): Promise<ClearReport>
  /** Adds a provider of the user's own. */
  addProvider(provider: Omit<CustomProvider, 'id'>): Promise<{ readonly provider: ProviderId }>
  removeProvider(provider: ProviderId): Promise<void>
  /** What is looked at before a server is started. Never throws. */
  preflight(request: LaunchRequest): Promise<readonly PreflightCheck[]>
  /** Finishes or undoes what an earlier start left, then looks around. */
  readonly start: () => Promise<void>
  /** Stops downloads and every server that was not detached. */
  close(): Promise<void>
}

/** Wires the application. Nothing runs before `start`. */
export function createApp(core: Core, options: AppOptions): HubkeyApp {
  const state = createState(options.version, options.settings, core.ports.clock)
  const report = (where: string, cause: unknown): string => reportUnexpected(where, cause, core.log)
  const drafts = new Drafts()
  const downloads = new Downloads({ hub: core.hub, state, report })
  const launcher = createLauncher({
    ...core.ports,
    redactor: core.redactor,
    log: core.log,
    owner: { pid: process.pid, kind: options.owner },
    detached: options.detached ?? false,
    secrets: async (wish) => launchSecrets(wish, core.credentials),
    prepare: async (request, hooks) =>
      prepareModel(request, withNotice(hooks, options.onNotice), { hub: core.hub, downloads }),
  })
  launcher.onChange(() => {
    state.runsChanged(launcher.list())
  })
  const sampler = new Sampler({
    ...core.ports,
    runs: () => launcher.list(),
    onFigures: (figures) => options.onFigures?.(figures),
  })
  const chats = new Chats({
    state,
    fetch: core.ports.fetch,
    report,
    onPiece: options.onChatPiece,
    hostedHeaders: async (run) => hostedHeaders(run, { launcher, credentials: core.credentials }),
  })
  const look = async (): Promise<void> => {
    const seen = await lookAtCredentials({}, core.credentials)
    const worthKnowing = await lookForNotices(seen, core.credentials)
    // First, so that a server that has the new token already is not marked for an old one.
    await launcher.refreshTokens()
    state.credentialsSeen(seen.keyring, seen.providers, worthKnowing)
  }
  /** A verb that changes credentials: whatever comes of it, the snapshot tells the truth after. */
  const thenLook = async <T>(verb: Promise<T>): Promise<T> => verb.finally(look)
  const verify: HubkeyApp['verify'] = async (provider, account) => {
    await thenLook(verifyStored({ provider, account }, core.credentials))
  }
  const devices = new DeviceLogins({ core, thenLook })
  const accounts = createAccounts({ credentials: core.credentials, drafts, thenLook })
  const envPlaces = createEnvPlaces({ core, state })
  const named = { credentials: core.credentials, envPlaces, thenLook }
  const imports = createImports(named)
  const whereDesk = createWhereDesk({ ...named, version: options.version })
  const keyring = createKeyringVerbs({ credentials: core.credentials, thenLook })
  const notices = createNoticeVerbs({ credentials: core.credentials, look, report })
  const endings: (() => void)[] = []
  const watching = createWatching({ core, state, report, onNews: options.onWatchNews })
  const jobs = createJobs({
    ...{ core, state, report },
    onEnd: options.onJobEnd,
    onLog: options.onJobLog,
    onMetrics: options.onJobMetrics,
  })
  const { redactor } = core
  const presets = createPresets({ ...core.ports, redactor, state, launcher, report })
  let stopVerifying = (): void => undefined
  return {
    core,
    state,
    drafts,
    devices,
    accounts,
    envPlaces,
    imports,
    whereDesk,
    keyring,
    notices,
    downloads,
    cache: createCacheVerbs({ hub: core.hub, state, launcher }),
    jobs,
    jobDesk: createJobDesk(core, jobs),
    chats,
    launcher,
    sampler,
    watching,
    presets,
    report,
    look,
    enterToken: (provider, text, replaces) => {
      const token = normaliseToken(text)
      const looksRight = issuerOf(provider, [])?.looksRight(token) ?? true
      const secret = core.redactor.guard(token)
      return drafts.add({ provider, secret, looksRight, replaces: replaces ?? null })
    },
    verifyDraft: async (id) => {
      const draft = drafts.get(id)
      draft.verification = await verifyToken(draft, core.credentials)
      draft.lostRights = await accounts.lostRights(draft)
      return draft
    },
    saveDraft: async (id, account) => {
      const draft = drafts.get(id)
      draft.verification ??= await verifyToken(draft, core.credentials)
      const saved = await thenLook(
        saveToken({ ...draft, account, verification: draft.verification }, core.credentials),
      )
      // Who logs in at a mirror agrees that it gets the token, now and later.
      if (draft.provider === 'huggingface') {
        await trustEndpoint({ endpoint: null }, core.credentials)
      }
      drafts.discard(id)
      return { account: saved.account }
    },
    verify,
    clear: async (provider, account) =>
      thenLook(clearToken({ provider, account }, core.credentials)),
    addProvider: async (provider) => {
      const { id } = await thenLook(addCustomProvider(provider, core.credentials))
      return { provider: id }
    },
    removeProvider: async (provider) =>
      thenLook(removeProvider({ provider, clear: false }, core.credentials)),
    preflight: async (request) => preflight(request, { ...core, redactor }),
    start: async () => {
      stopVerifying = verifyLater({ state, verify })
      endings.push(markInTime({ state, clock: core.ports.clock }))
      if (options.onRejection !== undefined) {
        endings.push(tellOfRejections(state, options.onRejection))
      }
      endings.push(notices.watch(), await watchAccounts({ ...core.ports, look, report }))
      core.onLogInEnded(() => {
        look().catch((cause: unknown) => report('log-in', cause))
      })
      core.hubTokens.onQuarantine(() => {
        look().catch((cause: unknown) => report('quarantine', cause))
      })
      await Promise.all([launcher.sweep(), settleTokens({}, core.credentials).then(look)])
      state.runsChanged(launcher.list())
      watching.start()
      if (options.onFigures !== undefined) sampler.start()
      await presets.look()
      endings.push(await presets.watch())
      // The app alone stays with what it starts.
      if (options.owner === 'app') await presets.autostart()
    },
    close: async () => {
      stopVerifying()
      for (const end of endings) end()
      keyring.cancelUnlock()
      watching.stop()
      sampler.stop()
      drafts.discardAll()
      devices.cancelAll()
      downloads.cancelAll()
      jobs.close()
      await launcher.close()
    },
  }
}

function withNotice(hooks: PrepareHooks, alsoTell: AppOptions['onNotice']): PrepareHooks {
  return {
    ...hooks,
    onNotice: (sentence) => {
      hooks.onNotice(sentence)
      alsoTell?.(sentence)
    },
  }
}
