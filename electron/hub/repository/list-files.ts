import { readHfEnvironment } from '../../hf-environment.ts'
import { askAccess } from '../access/judge-access.ts'
import { refuseVerdict } from '../access/refuse-verdict.ts'
import type { RepoPlace } from '../file-place.ts'
import { askRepoInfo } from '../model/ask-repo-info.ts'
import type { HubNeeds } from '../needs.ts'

/** A repository's files at one commit, with their sizes in bytes. */
export interface Listing {
  readonly commit: string
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

/**
 * Asks the Hub for a repository's files, and first whether this account may have them. Throws the
 * verdict as `accessDenied`, `revision-missing`, `hub-rate-limited`, or why the Hub could not be asked.
 */
export async function listFiles(place: RepoPlace, needs: HubNeeds): Promise<Listing> {
  const { host } = readHfEnvironment(needs.env, needs.paths.home)
  const { reading, standing, token } = await askAccess(place, needs)
  const who = { type: place.type, repo: place.repo, host }
  refuseVerdict(reading, { ...who, standing })
  const answer = await askRepoInfo({ ...place, token, withFiles: true }, needs)
  if ('info' in answer) return answer.info
  refuseVerdict(answer.reading, { ...who, standing: answer.standing })
  return { commit: place.revision, files: [] }
}
