import { allowsDownload } from '../../shared/domain/access.ts'
import type { ModelFile } from '../../shared/domain/model.ts'
import type { LaunchRequest } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import { chooseFile } from '../hub/choose-file.ts'
import { findCached } from '../hub/find-cached.ts'
import { fitModel } from '../hub/fit/fit-model.ts'
import { inspectModel } from '../hub/inspect-model.ts'
import type { HubNeeds } from '../hub/needs.ts'
import { modelRoad } from '../launcher/engines/table.ts'
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
  hooks: PrepareHooks,
  { hub, downloads }: PrepareNeeds,
): Promise<PreparedModel> {
  const { repo, revision } = request
  const { signal, onDownload } = hooks
  const road = modelRoad(request)
  if (road !== 'file') return await allowModel(request, road, hub)
  if (request.file !== null) {
    const cached = await findCached({ repo, revision, path: request.file }, hub)
    if (cached !== null) {
      await tellFit({ repo, revision, path: request.file }, hooks, hub)
      return { repo, file: request.file, modelPath: cached }
    }
  }
  const model = await inspectModel({ repo, revision }, hub)
  const { verdict, reason, action } = model.access
  const file = request.file ?? chooseFile(model.files)?.path ?? null
  if (file !== null) {
    const cached = await findCached({ repo, revision, path: file }, hub)
    if (cached !== null) {
      await tellFit({ repo, revision, path: file }, hooks, hub)
      return { repo, file, modelPath: cached }
    }
  }
  if (!allowsDownload(verdict)) throw fail(errors.accessDenied(verdict, reason, action))
  if (file === null) throw fail(errors.nothingLaunchable(repo))
  const download = downloads.start({ repo, revision, file })
  onDownload(download.id)
  signal.addEventListener('abort', download.cancel, { once: true })
  const [{ modelPath }] = await Promise.all([
    download.done,
    tellFit({ repo, revision, path: file, weightsBytes: sizeOf(file, model.files) }, hooks, hub),
  ])
  return { repo, file, modelPath }
}

/** Better refused here with a reason than by a server after a minute. Some have names of their own. */
async function allowModel(
  { repo, revision }: LaunchRequest,
  road: 'hub' | 'own',
  hub: HubNeeds,
): Promise<PreparedModel> {
  if (road === 'hub') {
    const { verdict, reason, action } = (await inspectModel({ repo, revision }, hub)).access
    if (!allowsDownload(verdict) && verdict !== 'offline') {
      throw fail(errors.accessDenied(verdict, reason, action))
    }
  }
  return { repo, file: null, modelPath: '' }
}

interface FitPlace {
  readonly repo: string
  readonly revision: string
  readonly path: string
  /** Bytes of all parts, when they are known already. */
  readonly weightsBytes?: number | undefined
}

function sizeOf(path: string, files: readonly ModelFile[]): number | undefined {
  return files.find((each) => each.path === path)?.size
}

/** Longest the estimate is waited for, in milliseconds; it is a remark and holds nothing up. */
const fitLimitMs = 3000

/** Says when the model may be too large for this machine. Never fails and stops nothing. */
async function tellFit(
  { weightsBytes, ...file }: FitPlace,
  { signal, onNotice }: PrepareHooks,
  hub: HubNeeds,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(fitLimitMs)])
  try {
    const { verdict, sentence } = await fitModel({ ...file, context: null }, hub, {
      signal: limit,
      weightsBytes,
    })
    if (verdict === 'tight' || verdict === 'too-big') onNotice(`${file.repo}: ${sentence}`)
  } catch {
    hub.log.info('whether the model fits this machine could not be estimated')
  }
}
