import type { JobSpec } from '../../../shared/domain/job.ts'
import type { Identity } from '../../../shared/domain/verification.ts'
import { defaultTimeoutSeconds } from '../../../shared/domain/job-facts.ts'
import { change, createToken, type Finding, type PreflightFacts } from './finding.ts'
import { usesOf, withScript } from './script-uses.ts'

/** Less than this is not worth starting a machine for, in seconds. */
const leastSeconds = 300

/** What the job does against what its tokens and their owner may. */
export function lintRights(spec: JobSpec, facts: PreflightFacts): readonly Finding[] {
  return [
    ...lintSubmitter(spec, facts.submitter),
    ...lintHolder(spec, facts),
    ...lintExpiry(spec, facts),
  ]
}

function lintSubmitter({ namespace }: JobSpec, who: Identity | null): readonly Finding[] {
  if (who === null) return []
  const found: Finding[] = []
  if (who.role === 'read' || (who.role === 'fineGrained' && !who.rights.includes('job.write'))) {
    found.push({
      code: 'token-cannot-run-jobs',
      level: 'error',
      message: 'The token that would submit the job may not run any.',
      fix: createToken('Create a token that may run jobs', 'jobs'),
    })
  }
  if (namespace !== null && !mayAct(who, namespace)) {
    found.push({
      code: 'namespace-not-yours',
      level: 'error',
      message: `${who.username} may not run jobs for ${namespace}.`,
      fix: change(`Run it for ${who.username}`, (spec) => ({ ...spec, namespace: null })),
    })
  }
  return found
}

function lintHolder(spec: JobSpec, { holders }: PreflightFacts): readonly Finding[] {
  const who = holders['HF_TOKEN'] ?? holders['HUGGING_FACE_HUB_TOKEN'] ?? null
  const { writes, targets } = usesOf(spec)
  if (who === null || !writes) return []
  if (!mayWrite(who)) {
    return [
      {
        code: 'token-cannot-write',
        level: 'error',
        message: 'The job writes to the Hub, and its token only reads.',
        fix: createToken('Create a token that may write', 'write'),
      },
    ]
  }
  const strange = targets.find((id) => !mayAct(who, ownerOf(id)))
  if (strange === undefined) return []
  const owner = ownerOf(strange)
  return [
    {
      code: 'push-not-yours',
      level: 'error',
      message: `The job writes to ${strange}, and ${who.username} may not write for ${owner}.`,
      fix: change(`Write to ${who.username}/…`, (old) =>
        withScript(old, (text) => text.replaceAll(`${owner}/`, `${who.username}/`)),
      ),
    },
  ]
}

function lintExpiry(
  { timeoutSeconds, secrets }: JobSpec,
  { holders, now }: PreflightFacts,
): readonly Finding[] {
  const timeout = timeoutSeconds ?? defaultTimeoutSeconds
  return Object.keys(secrets).flatMap((name): Finding[] => {
    const ends = Date.parse(holders[name]?.expiresAt ?? '')
    const left = Math.floor((ends - now.getTime()) / 1000)
    if (Number.isNaN(ends) || left >= timeout) return []
    return [
      {
        code: 'token-ends-early',
        level: 'error',
        message: `The token in ${name} ends before the job has to, and cannot be renewed in there.`,
        fix:
          left < leastSeconds
            ? createToken('Create a token that lasts', 'write')
            : change('End the job before the token does', (spec) => ({
                ...spec,
                timeoutSeconds: left - 60,
              })),
      },
    ]
  })
}

function mayWrite({ role, rights }: Identity): boolean {
  if (role === 'read' || role === 'org') return false
  return role !== 'fineGrained' || rights.includes('repo.write')
}

function mayAct({ username, organisations }: Identity, namespace: string): boolean {
  const name = namespace.toLowerCase()
  if (username.toLowerCase() === name) return true
  const found = organisations.find((one) => one.name.toLowerCase() === name)
  if (found === undefined || found.restrictions.length > 0) return false
  return found.role !== 'read' && found.role !== 'no_access'
}

function ownerOf(repo: string): string {
  return repo.split('/')[0] ?? ''
}
