import { lstat } from 'node:fs/promises'
import type { ScanFinding, ScanInput, ScanView } from '../../../shared/domain/scan.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { openFingerprints } from '../../credentials/fingerprint.ts'
import { isMissing } from '../../files/file-failure.ts'
import type { DoctorNeeds } from '../needs.ts'
import { openStandings } from '../where/standing.ts'
import { stagedObjects, whereCommitted } from './git-names.ts'
import { readKnownTokens } from './known-tokens.ts'
import { scanFiles } from './scan-files.ts'
import { scanObjects } from './scan-git.ts'
import { createFinder, type FindTokens, type Hit } from './token-finder.ts'

type Place = Pick<ScanFinding, 'path' | 'commit'>

/**
 * Looks for token-shaped texts, and for every token that Hubkey holds, in files, in the history of
 * repositories, or in what the next commit would hold. Throws `bad-input` for a path that is not there
 * or no repository where one is needed, and the signal's reason when it is aborted.
 */
export async function scanForTokens(
  { paths, history = false, staged = false, signal }: ScanInput & { readonly signal: AbortSignal },
  needs: DoctorNeeds,
): Promise<ScanView> {
  for (const path of paths) await mustBeThere(path)
  const { own, texts } = await readKnownTokens(needs)
  const find = createFinder(texts)
  const report = await openReport(own, needs)
  const [first = ''] = paths
  if (staged) {
    const counts = await scanStaged(first, find, report, needs)
    return { findings: report.findings, ...counts }
  }
  const files = await scanFiles(paths, find, signal)
  for (const { path, hits } of files.found) report.add(hits, { path })
  let { read, unread } = files
  if (!history) return { findings: report.findings, read, unread }
  for (const folder of paths) {
    const kept = await scanObjects(folder, 'all', find, needs.env)
    read += kept.read
    unread += kept.unread
    for (const { object, kind, hits } of kept.found) {
      const place =
        kind === 'blob'
          ? await whereCommitted(folder, object, needs.env)
          : { path: `the ${kind} itself`, commit: object.slice(0, 10) }
      report.add(hits, { path: place.path ?? object.slice(0, 10), commit: place.commit })
    }
    signal.throwIfAborted()
  }
  return { findings: report.findings, read, unread }
}

async function scanStaged(
  folder: string,
  find: FindTokens,
  report: Report,
  needs: DoctorNeeds,
): Promise<{ readonly read: number; readonly unread: number }> {
  const objects = await stagedObjects(folder, needs.env)
  if (objects.size === 0) return { read: 0, unread: 0 }
  const ids = [...new Set(objects.values())]
  const { found, read, unread } = await scanObjects(folder, ids, find, needs.env)
  for (const [path, object] of objects) {
    const hits = found.find((one) => one.object === object)?.hits ?? []
    report.add(hits, { path })
  }
  return { read, unread }
}

interface Report {
  readonly findings: ScanFinding[]
  add(hits: readonly Hit[], place: Place): void
}

/** Turns hits into findings: from here on nobody has the token's text. */
async function openReport(
  own: Awaited<ReturnType<typeof readKnownTokens>>['own'],
  needs: DoctorNeeds,
): Promise<Report> {
  const fingerprintOf = await openFingerprints(needs)
  const held = own.flatMap(({ provider, name, secret, place }) =>
    name === null || place === 'set-aside'
      ? []
      : [{ provider, account: name, fingerprint: fingerprintOf(secret) }],
  )
  const judge = await openStandings(held, needs)
  const findings: ScanFinding[] = []
  const add = (hits: readonly Hit[], place: Place): void => {
    for (const { provider, token, line } of hits) {
      const fingerprint = fingerprintOf(needs.redactor.guard(token))
      const { standing, account } = judge(provider, fingerprint)
      findings.push({ ...place, line, provider, fingerprint, standing, account })
    }
  }
  return { findings, add }
}

async function mustBeThere(path: string): Promise<void> {
  try {
    await lstat(path)
  } catch (cause) {
    const why = isMissing(cause) ? 'is not there' : 'cannot be looked at'
    throw fail(errors.badInput(`${path} ${why}.`))
  }
}
