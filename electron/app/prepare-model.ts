import { allowsDownload } from '../../shared/domain/access.ts'
import type { LaunchRequest } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import { chooseFile } from '../hub/choose-file.ts'
import { findCached } from '../hub/find-cached.ts'
import { inspectModel } from '../hub/inspect-model.ts'
import type { HubNeeds } from '../hub/needs.ts'
import type { PreparedModel, PrepareHooks } from '../launcher/needs.ts'
import type { Downloads } from './downloads.ts'

interface PrepareNeeds {
  readonly hub: HubNeeds
  readonly downloads: Pick<Downloads, 'start'>
}

/**
 * Brings a model's file onto this machine: from the cache when it lies there, else after the Hub
 * said that this account may have it. Throws the verdict as an error before a byte is fetched.
 */
export async function prepareModel(
  request: LaunchRequest,
  { signal, onDownload }: PrepareHooks,
  { hub, downloads }: PrepareNeeds,
): Promise<PreparedModel> {
  const { repo, revision } = request
  if (request.file !== null) {
    const cached = await findCached({ repo, revision, path: request.file }, hub)
    if (cached !== null) return { repo, file: request.file, modelPath: cached }
  }
  const model = await inspectModel({ repo, revision }, hub)
  const { verdict, reason, action } = model.access
  const file = request.file ?? chooseFile(model.files)?.path ?? null
  if (file !== null) {
    const cached = await findCached({ repo, revision, path: file }, hub)
    if (cached !== null) return { repo, file, modelPath: cached }
  }
  if (!allowsDownload(verdict)) throw fail(errors.accessDenied(verdict, reason, action))
  if (file === null) throw fail(errors.nothingLaunchable(repo))
  const download = downloads.start({ repo, revision, file })
  onDownload(download.id)
  signal.addEventListener('abort', download.cancel, { once: true })
  const { modelPath } = await download.done
  return { repo, file, modelPath }
}
