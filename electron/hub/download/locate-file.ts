import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { Secret } from '../../redaction/secret.ts'
import { askAsAccount } from '../access/ask-as-account.ts'
import { readVerdict } from '../access/read-verdict.ts'
import { refuseVerdict } from '../access/refuse-verdict.ts'
import type { FilePlace } from '../file-place.ts'
import { isCommit } from '../input.ts'
import type { HubNeeds } from '../needs.ts'
import { askHead, type HeadReply } from './ask-head.ts'

/** Where a file's bytes are, and what they must be. `url` may be signed: never log or show it. */
export interface RemoteFile {
  readonly commit: string
  /** sha256 (64 hex digits) or git blob id (40): the blob's name, and what proves it whole. */
  readonly etag: string
  /** Bytes. */
  readonly size: number
  readonly url: string
  /** The token that opened it, for addresses of the Hub itself; null when none was needed or accepted. */
  readonly token: Secret | null
}

/**
 * Asks where a file is, which also settles whether it may be had. Throws the verdict as
 * `accessDenied`, `file-missing`, `revision-missing`, `hub-rate-limited`, or why the Hub could not
 * be asked.
 */
export async function locateFile(
  place: FilePlace,
  needs: HubNeeds,
  signal: AbortSignal,
): Promise<RemoteFile> {
  const { host } = readHfEnvironment(needs.env, needs.paths.home)
  const send = (token: Secret | null): Promise<HeadReply> => askHead(place, token, needs, signal)
  const { repo } = place
  const { reply, standing, token } = await askAsAccount({ repo, send, signal }, needs)
  const code = reply.headers.get('x-error-code')
  if (code === 'RevisionNotFound') throw fail(errors.revisionMissing(place.repo, place.revision))
  if (code === 'EntryNotFound') throw fail(errors.fileMissing(place.repo, place.path))
  const reading = readVerdict(reply, { standing, host, now: needs.clock.now() })
  refuseVerdict(reading, { type: place.type, repo: place.repo, host, standing })
  return { ...readFacts(reply, host), token }
}

/** Without a commit, a checkable name and a size nothing can be stored truthfully. */
function readFacts(reply: HeadReply, host: string): Omit<RemoteFile, 'token'> {
  const { commit, url } = reply
  const etag = reply.etag?.replace(/^W\//, '').replaceAll('"', '') ?? ''
  const size = Number(reply.size ?? Number.NaN)
  const checkable = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(etag)
  if (
    commit === null ||
    !isCommit(commit) ||
    !checkable ||
    !Number.isSafeInteger(size) ||
    size < 0
  ) {
    throw fail(errors.hubUnexpectedReply(host))
  }
  return { commit, etag, size, url }
}
