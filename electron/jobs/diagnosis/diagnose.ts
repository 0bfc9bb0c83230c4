import type { JobView } from '../../../shared/domain/job-view.ts'
import type { Identity } from '../../../shared/domain/verification.ts'
import type { AppError } from '../../../shared/app-error.ts'
import { jobDiagnoses as causes } from '../../../shared/job-diagnoses.ts'
import { RepoIdSchema } from '../../../shared/domain/repo.ts'

/** What is known of a job that failed. */
export interface Evidence {
  /** Its last lines. */
  readonly lines: readonly string[]
  readonly job: Pick<JobView, 'secrets' | 'environment'>
  /** Whose token it holds, as far as anybody knows. */
  readonly holder: Identity | null
}

/** More than these would be a list to read instead of a thing to do. */
const mostCauses = 3
/** Names that huggingface_hub reads by itself. */
const readByLibrary = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN']

const unauthorized =
  /\b401\b.*(?:Unauthorized|Client Error)|Unauthorized for url|Invalid user token|Invalid credentials in Authorization/i
const forbidden = /\b403\b.*(?:Forbidden|Client Error)|403 Forbidden/i
const missingVariable =
  /KeyError: ['"](\w+)['"]|\b([A-Z][A-Z0-9_]*(?:TOKEN|KEY|SECRET)) (?:is )?(?:not found|missing|required|not set|needed)/
const notThere = /Repository ?Not ?Found|Repository not found|access denied/i
const gated =
  /GatedRepoError|Cannot access gated repo|Access to (?:model|dataset) \S+ is restricted|awaiting a review/i
const writing =
  /rights to (?:write|create)|to create a new repo|write access|push_to_hub|upload_(?:file|folder)|create_repo|create_commit|\/commit\/|\/preupload\//i
const address =
  /\/(?:api\/)?(models|datasets|spaces)\/([\w.-]+\/[\w.-]+)|huggingface\.co\/([\w.-]+\/[\w.-]+)\/resolve|(?:model|dataset) ([\w.-]+\/[\w.-]+)(?= is restricted)/

/**
 * From a failed job's last lines to the causes, the last one first: 401, 403, a variable that is not there, a
 * repository that is denied (the causes and their cures are those of Hugging Face's guide to tokens in jobs). A pure
 * function; nothing is found where the lines say none of these.
 */
export function diagnose({ lines, job, holder }: Evidence): readonly AppError[] {
  const found = new Map<string, AppError>()
  for (let at = lines.length - 1; at >= 0 && found.size < mostCauses; at -= 1) {
    // A traceback tells over several lines what one of them means.
    const around = lines.slice(Math.max(0, at - 6), at + 7).join('\n')
    const cause = causeOf(lines[at] ?? '', around, { job, holder })
    if (cause !== null && !found.has(cause.code)) found.set(cause.code, cause)
  }
  return [...found.values()]
}

function causeOf(line: string, around: string, evidence: Omit<Evidence, 'lines'>): AppError | null {
  const [, key, told] = missingVariable.exec(line) ?? []
  const name = key ?? told
  if (name !== undefined) return whyNotThere(name, evidence.job)
  if (unauthorized.test(line)) return whyUnauthorized(around, evidence)
  if (gated.test(line)) return whyGated(around, evidence)
  if (forbidden.test(line)) return whyForbidden(around, evidence)
  if (notThere.test(line)) return denied(around, evidence)
  return null
}

function whyNotThere(name: string, { secrets, environment }: Evidence['job']): AppError | null {
  if (name in environment) return causes.inEnvironment(name)
  // It has it: the message is about something else.
  if (secrets.includes(name)) return null
  const [other] = secrets.filter((each) => /TOKEN|KEY/i.test(each))
  const isHub = readByLibrary.includes(name)
  if (other !== undefined && isHub && !readByLibrary.includes(other)) {
    return causes.wrongKey(name, other)
  }
  return isHub || /TOKEN|KEY|SECRET/.test(name) ? causes.secretNotPassed(name) : null
}

function whyUnauthorized(around: string, { job }: Omit<Evidence, 'lines'>): AppError {
  const { secrets, environment } = job
  const literal = Object.entries(environment).find(([, value]) => /^\$\{?HF_TOKEN\}?$/.test(value))
  if (literal !== undefined) return causes.placeholderSent(literal[0])
  if (/\$\{?HF_TOKEN\b/.test(around)) return causes.placeholderSent('HF_TOKEN')
  if (hasToken(job)) return causes.tokenInvalid()
  const [other] = secrets.filter((each) => /TOKEN/i.test(each))
  return other === undefined ? causes.tokenMissing() : causes.wrongKey('HF_TOKEN', other)
}

function whyForbidden(around: string, evidence: Omit<Evidence, 'lines'>): AppError {
  const { holder } = evidence
  if (gated.test(around)) return whyGated(around, evidence)
  if (notThere.test(around)) return denied(around, evidence)
  const repo = repoIn(around)
  if (holder !== null && isReadOnly(holder)) return causes.tokenReadsOnly(holder.username)
  if (!writing.test(around)) return causes.forbidden()
  const owner = repo?.id.split('/')[0]
  if (holder !== null && owner !== undefined && !belongsTo(holder, owner)) {
    return causes.wrongNamespace(owner, holder.username)
  }
  return causes.mayNotWrite(repo?.id ?? null)
}

function whyGated(around: string, evidence: Omit<Evidence, 'lines'>): AppError {
  const repo = repoIn(around)
  if (repo === null) return denied(around, evidence)
  return causes.gated(repo.id, { to: repo.type, repo: repo.id })
}

function denied(around: string, { job }: Omit<Evidence, 'lines'>): AppError {
  return causes.repositoryDenied(repoIn(around)?.id ?? null, hasToken(job))
}

interface NamedRepo {
  readonly type: 'model' | 'dataset' | 'space'
  readonly id: string
}

/** The repository that the lines name by its address; only what can be one, for it goes into a link. */
function repoIn(text: string): NamedRepo | null {
  const [, plural, id, resolved, told] = address.exec(text) ?? []
  const parsed = RepoIdSchema.safeParse((id ?? resolved ?? told ?? '').replace(/\.$/, ''))
  if (!parsed.success) return null
  const type = plural === 'datasets' ? 'dataset' : plural === 'spaces' ? 'space' : 'model'
  return { type, id: parsed.data }
}

function hasToken({ secrets }: Evidence['job']): boolean {
  return secrets.some((name) => readByLibrary.includes(name))
}

function isReadOnly({ role, rights }: Identity): boolean {
  return role === 'read' || (role === 'fineGrained' && !rights.includes('repo.write'))
}

function belongsTo({ username, organisations }: Identity, owner: string): boolean {
  const name = owner.toLowerCase()
  return (
    username.toLowerCase() === name ||
    organisations.some((one) => one.name.toLowerCase() === name && one.role !== 'read')
  )
}
