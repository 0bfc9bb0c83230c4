import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { allowsDownload } from '../../../shared/domain/access.ts'
import type { ModelView } from '../../../shared/domain/model.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { AppFailure, errors } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { chooseFile } from '../../hub/choose-file.ts'
import { findCached } from '../../hub/find-cached.ts'
import { fitModel } from '../../hub/fit/fit-model.ts'
import { inspectModel } from '../../hub/inspect-model.ts'
import type { HubNeeds } from '../../hub/needs.ts'
import { modelRoad } from '../../launcher/engines/table.ts'
import { finding, problem, type Finding, type PreflightNeeds } from './finding.ts'

/** What is found out about a model; null for what has no meaning for its engine. */
interface ModelFindings {
  readonly model: Finding | null
  readonly disk: Finding | null
  readonly memory: Finding | null
  /** True when its files are given to approved accounts alone. */
  readonly gate: boolean
}

const nothing = { disk: null, memory: null, gate: false }

/** May the model be had, does it lie here, is there room for it? Never throws. */
export async function checkModel(
  request: LaunchRequest,
  { hub }: Pick<PreflightNeeds, 'hub'>,
): Promise<ModelFindings> {
  try {
    const road = modelRoad(request)
    if (road === 'own') return { ...nothing, model: null }
    return road === 'file' ? await checkFile(request, hub) : await checkRepository(request, hub)
  } catch (cause) {
    if (cause instanceof AppFailure) return { ...nothing, model: problem(cause.error) }
    hub.log.warn(`A model could not be looked at before a launch: ${String(cause)}`)
    return { ...nothing, model: finding('unknown', 'The model could not be looked at.') }
  }
}

async function checkFile(request: LaunchRequest, hub: HubNeeds): Promise<ModelFindings> {
  const { repo, revision, settings } = request
  const context = settings?.context ?? null
  if (request.file !== null) {
    const place = { repo, revision, path: request.file }
    if ((await findCached(place, hub)) !== null) {
      return {
        ...(await here(request.file)),
        memory: await checkMemory({ ...place, context }, hub),
      }
    }
  }
  const model = await inspectModel({ repo, revision }, hub)
  const path = request.file ?? chooseFile(model.files)?.path ?? null
  const gate = isGated(model)
  if (path === null)
    return { ...nothing, gate, model: refused(model) ?? problem(errors.nothingLaunchable(repo)) }
  const place = { repo, revision, path }
  const memory = async (): Promise<Finding | null> => checkMemory({ ...place, context }, hub)
  if ((await findCached(place, hub)) !== null)
    return { ...(await here(path)), gate, memory: await memory() }
  const refusal = refused(model)
  if (refusal !== null) return { ...nothing, gate, model: refusal }
  const bytes = model.files.find((file) => file.path === path)?.size ?? null
  const sentence = `${path} will be downloaded${bytes === null ? '' : `, ${gigabytes(bytes)}`}.`
  const disk = bytes === null ? null : await checkDisk(bytes, hub)
  return { gate, model: finding('ok', sentence), disk, memory: await memory() }
}

/** An engine that fetches by itself needs all of the weights; which of them it takes it alone knows. */
async function checkRepository(request: LaunchRequest, hub: HubNeeds): Promise<ModelFindings> {
  const { repo, revision } = request
  const isHere = (await findCached({ repo, revision, path: 'config.json' }, hub)) !== null
  const model = await inspectModel({ repo, revision }, hub)
  const gate = isGated(model)
  const { verdict } = model.access
  if (verdict === 'offline' && isHere)
    return { ...nothing, gate, model: finding('ok', `${repo} lies in the cache.`) }
  const refusal = refused(model)
  if (refusal !== null) return { ...nothing, gate, model: refusal }
  if (isHere)
    return {
      ...nothing,
      gate,
      model: finding('ok', `${repo} lies in the cache, at least in part.`),
    }
  const weights = model.files.filter(({ path }) => path.endsWith('.safetensors'))
  const bytes = weights.reduce((sum, { size }) => sum + size, 0)
  const sentence = `${repo} will be downloaded${bytes === 0 ? '' : `, about ${gigabytes(bytes)}`}.`
  const disk = bytes === 0 ? null : await checkDisk(bytes, hub)
  return { gate, model: finding('ok', sentence), disk, memory: null }
}

async function here(path: string): Promise<Omit<ModelFindings, 'memory'>> {
  return Promise.resolve({ ...nothing, model: finding('ok', `${path} lies in the cache.`) })
}

/** Why it may not be had, or null. */
function refused({ access }: ModelView): Finding | null {
  const { verdict, reason, action } = access
  if (allowsDownload(verdict)) return null
  return { state: verdict === 'offline' ? 'unknown' : 'problem', sentence: reason, action }
}

async function checkMemory(
  wish: Parameters<typeof fitModel>[0],
  hub: HubNeeds,
): Promise<Finding | null> {
  try {
    const { verdict, sentence } = await fitModel(wish, hub)
    const states = { fits: 'ok', tight: 'notice', 'too-big': 'notice', unknown: 'unknown' } as const
    return finding(states[verdict], sentence)
  } catch {
    return finding('unknown', 'Whether it fits into memory could not be estimated.')
  }
}

async function checkDisk(bytes: number, { env, paths }: HubNeeds): Promise<Finding> {
  const free = await freeAt(readHfEnvironment(env, paths.home).cache)
  if (free === null) return finding('unknown', 'How much of the disk is free could not be told.')
  const words = `${gigabytes(free)} are free, ${gigabytes(bytes)} are needed.`
  return finding(free < bytes ? 'problem' : 'ok', words)
}

/** Of the nearest folder that exists: the cache may not be there yet. */
async function freeAt(folder: string): Promise<number | null> {
  const disk = await statfs(folder).catch(() => null)
  if (disk !== null) return disk.bavail * disk.bsize
  return dirname(folder) === folder ? null : await freeAt(dirname(folder))
}

/** Decimal units, as the Hub shows sizes. */
function gigabytes(bytes: number): string {
  return bytes < 1e9
    ? `${Math.max(1, Math.round(bytes / 1e6))} MB`
    : `${(bytes / 1e9).toFixed(1)} GB`
}

function isGated({ gated }: ModelView): boolean {
  return gated === 'auto' || gated === 'manual'
}
