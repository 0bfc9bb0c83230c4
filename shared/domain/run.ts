import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import { engineIds } from './engine-facts.ts'
import { launchModes } from './launch-mode.ts'
import { LaunchFormSettingsSchema, LaunchSettingsSchema } from './launch-settings.ts'
import { RepoIdSchema, RepoPathSchema, RevisionSchema } from './repo.ts'
import { runStates } from './run-state.ts'

export { canStop, isLive } from './run-state.ts'

/** `YYYYMMDD-HHMMSS-xxxxxx`: sorts by time and is safe as a folder name. */
export const RunIdSchema = z.string().regex(/^\d{8}-\d{6}-[a-z0-9]{6}$/)
export type RunId = z.infer<typeof RunIdSchema>

export const EngineIdSchema = z.enum(engineIds)

export const RunStateSchema = z.enum(runStates)

/**
 * What a server that does not serve yet is busy with: its model is fetched, or read into memory; it answers but is
 * not ready; or it crashed and is about to be started again.
 */
const RunPhaseSchema = z.enum(['downloading', 'loading', 'warming', 'waiting'])
export type RunPhase = z.infer<typeof RunPhaseSchema>

/** A token that a server was given, by whose it is; the token itself is nowhere but in the server. */
const HeldSecretSchema = z.object({
  provider: z.string(),
  /** Null for one that Hubkey does not store, e.g. from the environment. */
  account: z.string().nullable(),
  fingerprint: z.string().max(64),
  /** ISO 8601: when the token of a log-in ends; whoever was given it is not given the next one. */
  expiresAt: z.string().max(40).optional(),
})
export type HeldSecret = z.infer<typeof HeldSecretSchema>

/** One launched server, whoever launched it. */
export const RunViewSchema = z.object({
  id: RunIdSchema,
  repo: RepoIdSchema,
  /** Null while it is still being chosen. */
  file: RepoPathSchema.nullable(),
  engine: EngineIdSchema,
  /** The preset that it was launched by; older ledgers know of none. */
  preset: z.string().max(64).optional(),
  state: RunStateSchema,
  /** Base address such as `http://127.0.0.1:41873`, once it listens. */
  url: z.string().nullable(),
  pid: z.number().int().nullable(),
  /** ISO 8601. */
  startedAt: z.string(),
  readyAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Names of the secrets it was given, never their values. */
  secrets: z.array(z.string()),
  /** Whose tokens these are. Older ledgers know of none. */
  holds: z.array(HeldSecretSchema).max(50).default([]),
  /** True when one of them was replaced or cleared since: it goes on with it until it is restarted. */
  holdsOldToken: z.boolean().default(false),
  /** True for one that another program launched: of what it writes nothing is told unasked. */
  elsewhere: z.boolean().optional(),
  /** True when it goes on after the program that started it. */
  detached: z.boolean(),
  /** Null or left out when there is nothing to wait for. */
  phase: RunPhaseSchema.nullable().optional(),
  /** How much of the model is in memory while `loading`, 0 to 1, where the engine tells. */
  loaded: z.number().min(0).max(1).nullable().optional(),
  /** How often it was started again after a crash. */
  restarts: z.number().int().min(0).optional(),
  /** The download it waits for while `preparing`. */
  download: z.string().nullable(),
  error: AppErrorSchema.nullable(),
  /** What the server said last, masked, oldest first, when it ended unasked. */
  lastLines: z.array(z.string().max(500)).max(10).optional(),
})
export type RunView = z.infer<typeof RunViewSchema>

/**
 * `own`: it ends with the program that launched it. `persist`: it goes on without it. `reuse`: a server that
 * runs already and is the same is given back, whoever launched it; where there is none, as `own`.
 */
export const LaunchModeSchema = z.enum(launchModes)

/** What to launch. Without a file the best launchable one is chosen; port 0 means any free one. */
export const LaunchRequestSchema = z.object({
  repo: RepoIdSchema,
  revision: RevisionSchema.default('main'),
  file: RepoPathSchema.nullable().default(null),
  port: z.number().int().min(0).max(65535).default(0),
  engine: EngineIdSchema.default('embedded'),
  mode: LaunchModeSchema.default('own'),
  settings: LaunchSettingsSchema.optional(),
})
export type LaunchRequest = z.infer<typeof LaunchRequestSchema>

/** A launch as a window asks for it. */
export const LaunchFormSchema = z.strictObject({
  ...LaunchRequestSchema.shape,
  settings: LaunchFormSettingsSchema.optional(),
})

/** One line of a run's masked output. */
export const LogLineSchema = z.object({ seq: z.number().int(), text: z.string().max(8192) })
export type LogLine = z.infer<typeof LogLineSchema>
