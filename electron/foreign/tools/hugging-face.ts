import { cleanToken } from '../../sinks/hf/clean-token.ts'
import { withHfLock } from '../../sinks/hf/hf-lock.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { readIni, valueOf } from '../ini-text.ts'
import { findInFile, type Spot, type TokenFile } from '../token-file.ts'
import type { Finding, ForeignTool } from '../tool.ts'

const label = 'hf'
const provider = 'huggingface'

/** An OAuth login is renewed by whoever holds it, and a renewal makes every other copy worthless. */
const ownedByHf = {
  notImportable:
    'It comes from a browser login that `hf` renews by itself; with a second owner one of the two would be locked out. Log in to Hubkey with a user access token instead.',
  notRemovable: 'It is part of a browser login of `hf`; `hf auth logout` ends that.',
} as const

/** The `hf` command and everything built on huggingface_hub: the active token and the named ones. */
export const huggingFace: ForeignTool = {
  id: 'hf',
  label,
  find: async (_input, needs) => {
    const { tokenPath, storedTokensPath } = readHfEnvironment(needs.env, needs.paths.home)
    const whileLocked: TokenFile['whileLocked'] = async (change) =>
      withHfLock(`${storedTokensPath}.lock`, change, needs)
    const stored = { label, path: storedTokensPath, parse: parseStoredTokens, whileLocked }
    const named = await findInFile(stored, needs)
    const active = { label, path: tokenPath, parse: parseActiveToken, whileLocked }
    const found = await findInFile(active, needs)
    return [...found.map((one) => withLoginOf(one, named)), ...named]
  },
}

function parseActiveToken(text: string): readonly Spot[] {
  const token = cleanToken(text)
  const owned = token.startsWith('hf_oauth_') ? ownedByHf : {}
  return [{ provider, name: null, token, cuts: 'whole', ...owned }]
}

/** Every section is one login: `hf_token`, and for browser logins `refresh_token` and `expires_at`. */
function parseStoredTokens(text: string): readonly Spot[] | null {
  const sections = readIni(text)
  return (
    sections?.flatMap((section) => {
      const token = valueOf(section, 'hf_token')
      if (token === null) return []
      const owned = valueOf(section, 'refresh_token') === null ? {} : ownedByHf
      return [{ provider, name: section.name, token: cleanToken(token), cuts: [section], ...owned }]
    }) ?? null
  )
}

/** The active token is a copy of a named one; when that is a browser login, so is this. */
function withLoginOf(active: Finding, named: readonly Finding[]): Finding {
  if (active.kind !== 'token') return active
  const isOwned = named.some(
    (one) => one.kind === 'token' && one.notImportable !== null && one.secret.equals(active.secret),
  )
  return isOwned ? { ...active, ...ownedByHf } : active
}
