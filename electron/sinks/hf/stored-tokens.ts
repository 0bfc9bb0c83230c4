import { errors, fail } from '../../../shared/errors.ts'
import { readBounded } from '../../files/read-bounded.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { ActiveTokenNeeds } from './active-token.ts'
import { cleanToken } from './clean-token.ts'
import { IniFile } from '../../files/ini-file.ts'
import { defaultSection } from '../../files/ini-lines.ts'

/** Hundreds of tokens fit; a longer file is something else. */
const maxBytes = 1024 * 1024

/** The file in which `hf` keeps every token that was logged in with, by name. */
export interface StoredTokens {
  readonly path: string
  readonly file: IniFile
  readonly mode: string | undefined
  /** The token of every section, `DEFAULT` included when it has one. */
  readonly sections: readonly { readonly name: string; readonly secret: Secret }[]
}

/**
 * Reads it; empty when there is none. Throws `store-unreadable` for a file that `hf` could not
 * understand either: `hf` would start a new one over it, Hubkey leaves it alone.
 */
export async function readStoredTokens(needs: ActiveTokenNeeds): Promise<StoredTokens> {
  const path = readHfEnvironment(needs.env, needs.paths.home).storedTokensPath
  const found = await readBounded(path, { maxBytes, trust: 'shared' })
  const file = parse(path, found?.text ?? '')
  const sections = [defaultSection, ...file.names].flatMap((name) => {
    const fields = file.fieldsOf(name)
    // Never ours, but it opens the account as a token does, so it must not be printed either.
    const refresh = fields?.get('refresh_token')
    if (refresh !== undefined) needs.redactor.guard(refresh)
    const token = cleanToken(fields?.get(tokenKey) ?? '')
    return token === '' ? [] : [{ name, secret: needs.redactor.guard(token) }]
  })
  return { path, file, mode: found?.mode, sections }
}

/** The key under which a section holds its token. */
export const tokenKey = 'hf_token'

function parse(path: string, text: string): IniFile {
  // A byte that is not UTF-8 was read as this sign, and could not be written back.
  if (text.includes('\ufffd')) throw fail(errors.storeUnreadable(path, null))
  try {
    return new IniFile(text)
  } catch {
    throw fail(errors.storeUnreadable(path, null))
  }
}
