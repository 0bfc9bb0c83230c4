import { z } from 'zod'
import { AccountNameSchema, AccountScopeSchema } from '../domain/account.ts'
import { CacheViewSchema, RemoveCachedSchema, RemovedCachedSchema } from '../domain/cached-repo.ts'
import { ChatMessageSchema, ChatSettingsSchema } from '../domain/chat.ts'
import { ClearReportSchema } from '../domain/clear-report.ts'
import { FitRequestSchema, FitViewSchema } from '../domain/fit.ts'
import { DeviceLoginViewSchema } from '../domain/device-login.ts'
import { FileChoiceSchema } from '../domain/download.ts'
import { DraftViewSchema } from '../domain/draft.ts'
import { ForeignViewSchema, ImportedTokenSchema, RemovedForeignSchema } from '../domain/foreign.ts'
import { CachedModelSchema, ModelViewSchema } from '../domain/model.ts'
import { EngineViewSchema } from '../domain/engine-view.ts'
import { NoticeIdSchema } from '../domain/notice.ts'
import { PreflightCheckSchema } from '../domain/preflight.ts'
import { PresetEditSchema, PresetNameSchema } from '../domain/preset.ts'
import { CustomProviderSchema, ProviderIdSchema } from '../domain/provider.ts'
import { LookUpTypeSchema, RepoIdSchema, RepoPathSchema, RevisionSchema } from '../domain/repo.ts'
import { RotationReportSchema } from '../domain/rotation.ts'
import { RunFiguresSchema } from '../domain/run-figures.ts'
import { LaunchFormSchema, LogLineSchema, RunIdSchema, RunViewSchema } from '../domain/run.ts'
import { DescribedModelSchema, SearchPageSchema, SearchRequestSchema } from '../domain/search.ts'
import { SettingsChangeSchema } from '../domain/settings.ts'
import { SinkIdSchema, SinkWaySchema } from '../domain/sink.ts'
import { snippets } from '../domain/snippet.ts'
import { WatchedRepoSchema, WatchRequestSchema } from '../domain/watch.ts'
import { LinkSchema } from '../links.ts'
import type { Result } from '../result.ts'
import { SnapshotSchema } from '../snapshot.ts'
import { call, type Call } from './call.ts'
import type { Channel } from './channels.ts'
import { ViewSchema } from './events.ts'
import { jobCalls } from './job-calls.ts'
import { whereCalls } from './where-calls.ts'

const nothing = z.void()
const draftId = z.strictObject({ draft: z.uuid() })
/** `replaces` names the stored account whose place the token is to take. */
const newDraft = z.strictObject({
  provider: ProviderIdSchema,
  replaces: AccountNameSchema.optional(),
})
const deviceId = z.strictObject({ device: z.uuid() })
const account = z.strictObject({ provider: ProviderIdSchema, account: AccountNameSchema })
/** Without an account: the token that is in force. */
const accountOrActive = account.partial({ account: true })
const notice = z.strictObject({ notice: NoticeIdSchema })
/** A token of another tool by the id that the list gave it. */
const foreignToken = z.strictObject({ token: z.string().min(1).max(64) })
const preset = z.strictObject({ name: PresetNameSchema })
const sink = z.strictObject({ provider: ProviderIdSchema, sink: SinkIdSchema })

/** Most characters a text may have on its way to main; anything longer is no token. */
export const pasteLimit = 2_000_000

/**
 * The whole conversation between windows and main. Handlers, preload, client and test bridge are
 * derived from this value. Input objects are strict; output objects drop what they do not name,
 * so a secret that slipped onto a view is removed before it crosses.
 */
export const contract = {
  'snapshot.get': call(nothing, SnapshotSchema),

  'draft.paste': call(newDraft, DraftViewSchema),
  'draft.enter': call(newDraft.extend({ text: z.string().max(pasteLimit) }), DraftViewSchema),
  'draft.verify': call(draftId, DraftViewSchema),
  /** Stores it as a new account, or as the named one. Without a name: `default`, or the user name when that is taken by somebody else. */
  'draft.save': call(
    draftId.extend({ account: AccountNameSchema.optional() }),
    z.object({ account: z.string() }),
  ),
  /** Puts it in the place of the account it `replaces`, in the store and in every sink that is on. */
  'draft.rotate': call(draftId.extend({ revokeOld: z.boolean() }), RotationReportSchema),
  'draft.discard': call(draftId, nothing),

  /** Asks the provider for a code. `account` names the log-in whose place the new one is to take. */
  'device.begin': call(accountOrActive, DeviceLoginViewSchema),
  /** Resolves once the user has agreed in the browser and the log-in is stored. */
  'device.wait': call(deviceId, z.object({ account: z.string() })),
  'device.cancel': call(deviceId, nothing),
  /** Opens the address, which main has checked. */
  'device.open': call(deviceId, nothing),
  /** Main writes the code to the clipboard. */
  'device.copy': call(deviceId, nothing),

  'token.verify': call(accountOrActive, nothing),
  'token.clear': call(accountOrActive, ClearReportSchema),

  'account.use': call(account, nothing),
  'account.rename': call(account.extend({ name: AccountNameSchema }), nothing),
  'account.tie': call(account.extend({ scope: AccountScopeSchema }), nothing),
  'provider.add': call(
    z.strictObject(CustomProviderSchema.omit({ id: true }).shape),
    z.object({ provider: ProviderIdSchema }),
  ),
  /** Refused while a key is stored. */
  'provider.remove': call(z.strictObject({ provider: ProviderIdSchema }), nothing),

  /** On: written at once and kept in step. Off: every copy of ours goes. */
  'sink.switch': call(
    sink.extend({
      on: z.boolean(),
      /** How the tool is to come by the token; as it does now when left out. */
      way: SinkWaySchema.optional(),
    }),
    nothing,
  ),
  /** Writes the active token again over what has drifted away; a foreign token is kept where the tool has room for it. */
  'sink.sync': call(sink, nothing),

  /** Tokens that other tools hold, by fingerprint; nothing is taken over and nobody is prompted. */
  'import.list': call(nothing, ForeignViewSchema),
  /** Lets the user choose a `.env` file in the system's dialog; the next list has what it holds. */
  'import.pick-file': call(nothing, z.object({ picked: z.boolean() })),
  /** Verifies one and stores it; the active account stays the active one. */
  'import.take': call(
    foreignToken.extend({ account: AccountNameSchema.optional() }),
    ImportedTokenSchema,
  ),
  /** Takes one away from its tool; refused while Hubkey itself does not hold it. */
  'import.remove': call(foreignToken, RemovedForeignSchema),

  ...whereCalls,

  'keyring.probe': call(nothing, nothing),
  /** Raises the desktop's own prompt; resolves once it was answered and the keyring is open. */
  'keyring.unlock': call(nothing, nothing),
  /** Ends the wait for the prompt, which is the user's own to close. */
  'keyring.cancel-unlock': call(nothing, nothing),
  /** Moves what lies in `credentials.json` into the keyring; `moved` counts the tokens. */
  'keyring.take-in': call(nothing, z.object({ moved: z.number().int() })),
  /** Hides a notice for some days, or until its cause is gone. */
  'notice.snooze': call(notice.extend({ days: z.number().int().min(1).max(366) }), nothing),
  /** Takes the other users' rights off the file that the notice is about. */
  'notice.tighten-file': call(notice, nothing),
  /** Agrees that stored tokens are sent to the Hub in force; a window cannot name another. */
  'endpoint.trust': call(nothing, nothing),

  'model.inspect': call(
    z.strictObject({
      type: LookUpTypeSchema.default('model'),
      repo: RepoIdSchema,
      revision: RevisionSchema.default('main'),
    }),
    ModelViewSchema,
  ),
  'model.cached': call(nothing, z.array(CachedModelSchema)),
  'model.search': call(SearchRequestSchema, SearchPageSchema),
  'model.describe': call(
    z.strictObject({ repo: RepoIdSchema, revision: RevisionSchema.default('main') }),
    DescribedModelSchema,
  ),
  'model.fit': call(FitRequestSchema, FitViewSchema),

  /** All that takes up room in the shared cache, whichever tool put it there. */
  'cache.list': call(nothing, CacheViewSchema),
  /** Refused while a server runs it or any tool fetches it. */
  'cache.remove': call(RemoveCachedSchema, RemovedCachedSchema),

  /** Asks gently, again and again, whether a repository has opened. */
  'watch.add': call(WatchRequestSchema, nothing),
  'watch.remove': call(WatchedRepoSchema, nothing),
  /** Asks now; refused while it was asked a moment ago. */
  'watch.check': call(WatchedRepoSchema, nothing),

  'download.start': call(
    z.strictObject({
      repo: RepoIdSchema,
      revision: RevisionSchema.default('main'),
      path: RepoPathSchema,
    }),
    z.object({ download: z.string() }),
  ),
  /** Fetches a repository, or the files of it that patterns choose. */
  'download.repository': call(
    z.strictObject({
      type: LookUpTypeSchema.default('model'),
      repo: RepoIdSchema,
      revision: RevisionSchema.default('main'),
      choice: FileChoiceSchema,
    }),
    z.object({ download: z.string() }),
  ),
  /** Stops the transfer and keeps what has arrived, until `download.resume` or `download.cancel`. */
  'download.pause': call(z.strictObject({ download: z.string().max(200) }), nothing),
  'download.resume': call(z.strictObject({ download: z.string().max(200) }), nothing),
  'download.cancel': call(z.strictObject({ download: z.string().max(200) }), nothing),

  'run.launch': call(LaunchFormSchema, RunViewSchema),
  /** What is looked at before it is launched; nothing is started. */
  'run.preflight': call(LaunchFormSchema, z.array(PreflightCheckSchema)),
  'run.stop': call(z.strictObject({ run: RunIdSchema }), nothing),
  /** Stops it and launches the same again, with the tokens that are in force now. */
  'run.restart': call(z.strictObject({ run: RunIdSchema }), RunViewSchema),
  'run.log': call(
    z.strictObject({ run: RunIdSchema, after: z.number().int() }),
    z.array(LogLineSchema),
  ),
  /** The lines that end at this number and before it, as far as one look goes; a page of the log. */
  'run.log-page': call(
    z.strictObject({ run: RunIdSchema, before: z.number().int() }),
    z.array(LogLineSchema),
  ),
  /** How many lines were written before the one with this number; null when nobody can tell any more. */
  'run.log-before': call(
    z.strictObject({ run: RunIdSchema, seq: z.number().int() }),
    z.object({ lines: z.number().int().nonnegative().nullable() }),
  ),
  /** How the live servers have been doing; from then on `figures` events tell. */
  'run.figures': call(nothing, z.array(RunFiguresSchema)),
  /** Main writes the text to the clipboard. */
  'run.copy': call(z.strictObject({ run: RunIdSchema, what: z.enum(snippets) }), nothing),
  /** Opens the folder of the run's artifacts in the system's file manager. */
  'run.open-folder': call(z.strictObject({ run: RunIdSchema }), nothing),
  /** Takes ended servers off the list, all of them when none is named; their folders stay. */
  'run.forget': call(z.strictObject({ run: RunIdSchema.nullable() }), nothing),

  ...jobCalls,

  /** Asks every engine for its version, which may take some seconds. */
  'engine.list': call(nothing, z.array(EngineViewSchema)),
  /** Main reads Ollama's public key and writes it to the clipboard. */
  'engine.copy-key': call(nothing, nothing),

  'preset.launch': call(preset, RunViewSchema),
  'preset.preflight': call(preset, z.array(PreflightCheckSchema)),
  /** `base` is the revision that the edit began with; null for a new one. */
  'preset.save': call(
    preset.extend({ base: z.string().max(64).nullable(), preset: PresetEditSchema }),
    nothing,
  ),
  'preset.remove': call(preset.extend({ base: z.string().max(64) }), nothing),
  /** Opens `models.yaml` in the user's editor; it is made if there is none. */
  'preset.open-file': call(nothing, nothing),

  'chat.ask': call(
    z.strictObject({
      ask: z.uuid(),
      run: RunIdSchema,
      messages: z.array(ChatMessageSchema).min(1).max(500),
      settings: ChatSettingsSchema.default({}),
    }),
    nothing,
  ),
  'chat.cancel': call(z.strictObject({ ask: z.uuid() }), nothing),
  /** Main writes an answer to the clipboard. */
  'chat.copy': call(z.strictObject({ text: z.string().min(1).max(pasteLimit) }), nothing),

  'settings.update': call(SettingsChangeSchema, nothing),
  'link.open': call(LinkSchema, nothing),
  /** `logIn` says whose token the small window takes, and how; without it, a new one of Hugging Face. */
  'window.show': call(
    z.strictObject({
      view: ViewSchema,
      logIn: newDraft.extend({ by: z.literal('browser').optional() }).optional(),
    }),
    nothing,
  ),
  'window.close': call(nothing, nothing),
} as const satisfies Record<Channel, Call<z.ZodType, z.ZodType>>

export type Contract = typeof contract
/** What a caller may pass: before defaults are filled in. */
export type Input<C extends Channel> = z.input<Contract[C]['input']>
/** What a handler receives: parsed, with defaults. */
export type Parsed<C extends Channel> = z.output<Contract[C]['input']>
/** What a handler returns and a caller gets. */
export type Output<C extends Channel> = z.output<Contract[C]['output']>

/** The table main serves. A missing or superfluous channel does not compile. */
export type Handlers = {
  readonly [C in Channel]: (input: Parsed<C>) => Promise<Output<C>> | Output<C>
}

/** What windows call. Failures are values; it never rejects for a reason of the verb's own. */
export type Client = {
  readonly [C in Channel]: (input: Input<C>) => Promise<Result<Output<C>>>
}
