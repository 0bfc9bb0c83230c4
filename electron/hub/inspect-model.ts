import type { Verdict } from '../../shared/domain/access.ts'
import type { ModelFile, ModelView } from '../../shared/domain/model.ts'
import type { AppError } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { request, type ApiReply } from '../http/request.ts'
import { askAsAccount, type AccountReply } from './access/ask-as-account.ts'
import { explain } from './access/explain.ts'
import type { Standing } from './access/judge.ts'
import { offlineCause, offlineMode } from './access/offline-cause.ts'
import { readVerdict, type Reading } from './access/read-verdict.ts'
import { authCheckAddress } from './addresses.ts'
import { acceptRepo, acceptRevision } from './input.ts'
import { readLimits } from './limits.ts'
import { askModelInfo } from './model/ask-model-info.ts'
import { cachedFiles, withCache } from './model/cached-files.ts'
import type { ModelInfo } from './model/model-info.ts'
import type { HubNeeds } from './needs.ts'

/** A model at a revision. */
export interface ModelPlace {
  readonly repo: string
  readonly revision: string
}

/**
 * Tells what a model is and whether this account may have it. Access is asked first (`auth-check`):
 * model info answers 200 on gated models whatever the access. When the Hub cannot tell, the files
 * in the cache are listed instead. Throws `bad-input`, `revision-missing`, or the reason why the
 * token could not be read when the model needs one.
 */
export async function inspectModel(place: ModelPlace, needs: HubNeeds): Promise<ModelView> {
  const repo = acceptRepo(place.repo)
  const revision = acceptRevision(place.revision)
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  const inspection = { repo, revision, host: hub.host }
  if (hub.offline) return await withoutHub(inspection, undecided(offlineMode), 'none', needs)
  try {
    const checked = await askAccess(hub.endpoint, repo, needs)
    const reading = readVerdict(checked.reply, {
      standing: checked.standing,
      host: hub.host,
      now: needs.clock.now(),
    })
    if (!infoHelps(reading)) {
      return await withoutHub(inspection, reading, checked.standing, needs)
    }
    const info = await askModelInfo({ repo, revision, token: checked.token }, needs)
    if ('model' in info) return await withInfo(inspection, info.model, reading, checked, needs)
    const deciding = reading.verdict === null ? info.reading : reading
    return await withoutHub(inspection, deciding, checked.standing, needs)
  } catch (cause) {
    const why = offlineCause(cause)
    if (why === null) throw cause
    return await withoutHub(inspection, undecided(why), 'none', needs)
  }
}

interface Inspection extends ModelPlace {
  readonly host: string
}

async function askAccess(
  endpoint: string,
  repo: string,
  needs: HubNeeds,
): Promise<AccountReply<ApiReply>> {
  const timeoutMs = readLimits(needs.env, needs.limits).metadataMs
  return await askAsAccount((token) => {
    const url = authCheckAddress(endpoint, repo)
    return request({ url, token, timeoutMs, maxBytes: 65_536 }, needs.fetch)
  }, needs)
}

/** Who is kept out by the gate or by the token's rights may still see what the model is. */
function infoHelps({ verdict }: Reading): boolean {
  return (
    verdict === null ||
    !['private-or-missing', 'disabled', 'rate-limited', 'offline'].includes(verdict)
  )
}

async function withInfo(
  { repo, revision, host }: Inspection,
  info: ModelInfo,
  reading: Reading,
  { standing }: AccountReply<unknown>,
  needs: HubNeeds,
): Promise<ModelView> {
  const verdict = reading.verdict ?? verdictOf(info)
  const { waitSeconds, cause } = reading
  return {
    repo,
    revision,
    commit: info.commit,
    gated: info.gated,
    pipeline: info.pipeline,
    library: info.library,
    licence: info.licence,
    card: info.card,
    access: explain(verdict, { repo, host, standing, gated: info.gated, waitSeconds, cause }),
    files: await withCache(info.files, { repo, commit: info.commit }, needs),
  }
}

function verdictOf(info: ModelInfo): Verdict {
  if (info.disabled) return 'disabled'
  return info.private || info.gated === 'auto' || info.gated === 'manual' ? 'granted' : 'open'
}

/** What can be said when the Hub said nothing of the model: the verdict, and what the cache holds. */
async function withoutHub(
  { repo, revision, host }: Inspection,
  { verdict, waitSeconds, cause }: Reading,
  standing: Standing,
  needs: HubNeeds,
): Promise<ModelView> {
  const cached = await cachedFiles({ repo, revision }, needs)
  const gated = 'unknown'
  return {
    repo,
    revision,
    commit: cached.commit,
    gated,
    pipeline: null,
    library: null,
    licence: null,
    card: null,
    access: explain(verdict ?? 'offline', { repo, host, standing, gated, waitSeconds, cause }),
    files: cached.files satisfies ModelFile[],
  }
}

function undecided(cause: AppError): Reading {
  return { verdict: 'offline', waitSeconds: null, cause }
}
