import { z } from 'zod'
import { ChatStatsSchema } from '../domain/chat.ts'
import { JobMetricsSchema } from '../domain/job-metrics.ts'
import { RunFiguresSchema } from '../domain/run-figures.ts'
import { LogLineSchema, RunIdSchema } from '../domain/run.ts'
import { AppErrorSchema } from '../app-error.ts'
import { SnapshotSchema } from '../snapshot.ts'
import type { EventName } from './channels.ts'

/** The main window's pages and the small token window. */
export const ViewSchema = z.enum([
  'tokens',
  'models',
  'servers',
  'playground',
  'jobs',
  'where',
  'log-in',
])
export type View = z.infer<typeof ViewSchema>

/** What main sends on its own, by event name. */
export const eventPayloads = {
  snapshot: SnapshotSchema,
  /** New masked lines of one run, in batches; with `hasGap` some before them were left out. */
  log: z.object({
    run: RunIdSchema,
    lines: z.array(LogLineSchema),
    hasGap: z.boolean().optional(),
  }),
  /** New masked lines of a job's log, by the `follow` that the window gave; `done` or `error` is the last. */
  'job-log': z.object({
    follow: z.uuid(),
    lines: z.array(LogLineSchema),
    done: z.boolean(),
    error: AppErrorSchema.nullable(),
  }),
  /** How busy a job's machine is, by the `follow` that the window gave; `done` or `error` is the last. */
  'job-metrics': z.object({
    follow: z.uuid(),
    sample: JobMetricsSchema.nullable(),
    done: z.boolean(),
    error: AppErrorSchema.nullable(),
  }),
  /** How one live server has been doing, after each look at it. */
  figures: RunFiguresSchema,
  /** A piece of an answer; the last one carries `done` or `error`. */
  chat: z.object({
    ask: z.uuid(),
    delta: z.string(),
    /** What a reasoning model says to itself before it answers. */
    thought: z.string().default(''),
    done: z.boolean(),
    error: AppErrorSchema.nullable(),
    /** With `done`, when an answer came. */
    stats: ChatStatsSchema.nullable().default(null),
  }),
  /** The tray asked for a page. */
  navigate: z.object({ view: ViewSchema }),
} as const satisfies Record<EventName, z.ZodType>

export type EventPayload<E extends EventName> = z.output<(typeof eventPayloads)[E]>
