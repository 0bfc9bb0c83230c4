import { readBounded } from '../../files/read-bounded.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { Environment, Paths } from '../../ports.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import type { Secret } from '../../redaction/secret.ts'
import { cleanToken } from './clean-token.ts'

/** `hf` writes nothing but the token; a longer file is something else. */
const maxBytes = 64 * 1024

export interface ActiveTokenNeeds {
  readonly env: Environment
  readonly paths: Pick<Paths, 'home'>
  readonly redactor: Pick<Redactor, 'guard'>
}

/** What lies in the file that `hf` takes its token from. */
export interface ActiveToken {
  readonly path: string
  /** Null when there is no file, or nothing in it. */
  readonly secret: Secret | null
  /** Octal permission bits such as `0600`; undefined without a file, and on Windows. */
  readonly mode: string | undefined
}

/** Reads the token that `hf auth login` made the active one. Throws `store-unreadable`. */
export async function readActiveToken(needs: ActiveTokenNeeds): Promise<ActiveToken> {
  const path = readHfEnvironment(needs.env, needs.paths.home).tokenPath
  const file = await readBounded(path, { maxBytes, trust: 'shared' })
  const text = cleanToken(file?.text ?? '')
  return { path, secret: text === '' ? null : needs.redactor.guard(text), mode: file?.mode }
}
