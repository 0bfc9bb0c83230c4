import { stat } from 'node:fs/promises'
import { conversationsFor, mostContext } from '../../../shared/domain/embedded-engine.ts'
import { FitRequestSchema, type FitRequest, type FitView } from '../../../shared/domain/fit.ts'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { refuseOffline } from '../access/refuse-offline.ts'
import { findFile } from '../cache/find-file.ts'
import { findCached } from '../find-cached.ts'
import { inspectModel } from '../inspect-model.ts'
import { partsOf } from '../model/gguf-name.ts'
import type { HubNeeds } from '../needs.ts'
import { openLocal, openRemote, type ByteSource } from './byte-source.ts'
import { estimateMemory } from './estimate.ts'
import { fitSentence, judgeFit } from './judge-fit.ts'
import { readShape, type ModelShape } from './model-shape.ts'
import { readGguf } from './read-gguf.ts'
import { readMemory, type MemoryPlaces } from './read-memory.ts'

interface FitOptions {
  readonly signal?: AbortSignal
  /** Bytes of all parts, when they are known already. */
  readonly weightsBytes?: number | undefined
  readonly places?: MemoryPlaces
}

/**
 * Estimates whether a model fits this machine, from the head of its file: of a file that is not
 * here some kilobytes are fetched. A head that cannot be read leaves the size of the weights.
 * Throws `bad-input`, and as `locateFile` does when the file is not here and may not be had.
 */
export async function fitModel(
  wish: FitRequest,
  needs: HubNeeds,
  { signal = new AbortController().signal, weightsBytes: known, places }: FitOptions = {},
): Promise<FitView> {
  const parsed = FitRequestSchema.safeParse(wish)
  if (!parsed.success) throw fail(errors.badInput('This is no file of a model.'))
  const { repo, revision, path, context } = parsed.data
  const place = { repo, revision, path }
  const local = await findCached(place, needs)
  const weightsBytes =
    known ??
    (local === null ? await remoteWeights(place, needs) : await localWeights(place, local, needs))
  const shape = await shapeOf(async () =>
    local === null ? openRemote(place, needs, signal) : openLocal(local),
  )
  const memory = await readMemory(needs, places)
  return viewFit({ shape, weightsBytes, context }, memory)
}

async function shapeOf(openSource: () => Promise<ByteSource>): Promise<ModelShape | null> {
  const source = await openSource()
  try {
    return readShape(await readGguf(source))
  } catch (cause) {
    if (cause instanceof AppFailure && cause.error.code === 'gguf-unreadable') return null
    throw cause
  } finally {
    await source.close()
  }
}

type Place = Pick<FitRequest, 'repo' | 'revision' | 'path'>

async function localWeights(place: Place, first: string, needs: HubNeeds): Promise<number> {
  const parts = partsOf(place.path)
  if (parts.length === 1) return (await stat(first)).size
  const found = await Promise.all(parts.map((path) => findFile({ ...place, path }, needs)))
  return found.reduce((sum, each) => sum + (each?.size ?? 0), 0)
}

/** The size of all parts, as the Hub's list has it. */
async function remoteWeights({ repo, revision, path }: Place, needs: HubNeeds): Promise<number> {
  refuseOffline(readHfEnvironment(needs.env, needs.paths.home), repo)
  const { files, access } = await inspectModel({ repo, revision }, needs)
  const file = files.find((each) => each.path === path)
  if (file !== undefined) return file.size
  if (files.length > 0) throw fail(errors.fileMissing(repo, path))
  throw fail(errors.accessDenied(access.verdict, access.reason, access.action))
}

function viewFit(
  {
    shape,
    weightsBytes,
    context: wished,
  }: { shape: ModelShape | null; weightsBytes: number; context: number | null },
  memory: FitView['memory'],
): FitView {
  const trainedContext = shape?.trainedContext ?? null
  const context = wished ?? Math.min(mostContext, trainedContext ?? mostContext)
  const conversations = conversationsFor(weightsBytes)
  const estimate =
    shape === null ? null : estimateMemory({ shape, weightsBytes, context, conversations })
  const needed =
    estimate === null ? null : estimate.weightsBytes + estimate.cacheBytes + estimate.overheadBytes
  const size = { needed, least: weightsBytes }
  const verdict = judgeFit(size, memory)
  return {
    verdict,
    sentence: fitSentence(verdict, size, memory),
    weightsBytes,
    cacheBytes: estimate?.cacheBytes ?? null,
    overheadBytes: estimate?.overheadBytes ?? null,
    neededBytes: needed,
    context,
    conversations,
    trainedContext,
    architecture: shape?.architecture ?? null,
    memory,
  }
}
