import { z } from 'zod'
import { DownloadViewSchema } from './domain/download.ts'
import { JobListSchema } from './domain/job-view.ts'
import { KeyringViewSchema } from './domain/keyring.ts'
import { NoticeSchema } from './domain/notice.ts'
import { PresetsViewSchema } from './domain/preset.ts'
import { ProviderViewSchema } from './domain/provider.ts'
import { RunViewSchema } from './domain/run.ts'
import { SettingsSchema } from './domain/settings.ts'
import { WatchViewSchema } from './domain/watch.ts'

/**
 * The one thing that main sends down: windows, tray and `hubkey status` are renderings of it.
 * `revision` grows with every change, so a late older one can be dropped.
 */
export const SnapshotSchema = z.object({
  revision: z.number().int(),
  version: z.string(),
  /** Null until the first probe has answered. */
  keyring: KeyringViewSchema.nullable(),
  /** Empty until the first look; never empty afterwards. */
  providers: z.array(ProviderViewSchema),
  /** What is worth knowing about tokens, the gravest first, without what the user has put off. */
  notices: z.array(NoticeSchema),
  downloads: z.array(DownloadViewSchema),
  runs: z.array(RunViewSchema),
  /** Repositories that the user waits for. */
  watches: z.array(WatchViewSchema),
  /** `models.yaml` as it lies there. */
  presets: PresetsViewSchema,
  /** The jobs at Hugging Face; null until somebody asked for them. */
  jobs: JobListSchema.nullable(),
  settings: SettingsSchema,
})
export type Snapshot = z.infer<typeof SnapshotSchema>
